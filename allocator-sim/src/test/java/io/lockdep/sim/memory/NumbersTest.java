package io.lockdep.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers that real kernels print for zones of these sizes. */
class NumbersTest {

    private static final int PAGES_PER_MIB = 256;

    @ParameterizedTest(name = "{0} MiB: batch {1}, high {2}")
    @CsvSource({"16, 1, 0", "64, 3, 18", "128, 7, 42", "256, 15, 90", "512, 31, 186", "1024, 63, 378", "65536, 63, 378"
    })
    void perCpuListsAreSizedAsInTheKernel(int mib, int batch, int high) {
        assertThat(PcpSizes.of(mib * PAGES_PER_MIB)).isEqualTo(new PcpSizes(high, batch));
    }

    @ParameterizedTest(name = "{0} MiB: {1}/{2}/{3}")
    @CsvSource({"64, 256, 320, 384", "256, 512, 640, 768", "1024, 1024, 1286, 1548"})
    void watermarksOfASingleZoneAreThoseOfTheKernel(int mib, int min, int low, int high) {
        int pages = mib * PAGES_PER_MIB;

        assertThat(Watermarks.of(pages, pages, pages)).isEqualTo(new Watermarks(min, low, high));
    }

    @ParameterizedTest(name = "{0} MiB normal, {1} MiB movable")
    @CsvSource({"256, 256, 256", "256, 768, 128"})
    void zonesShareWhatTheKernelsOwnMemoryAsksFor(int normalMib, int movableMib, int minOfNormal) {
        int normal = normalMib * PAGES_PER_MIB;
        int all = normal + movableMib * PAGES_PER_MIB;

        assertThat(Watermarks.of(normal, normal, all).min()).isEqualTo(minOfNormal);
    }
}
