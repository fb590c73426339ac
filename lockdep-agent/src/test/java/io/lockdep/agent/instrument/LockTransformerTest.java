package io.lockdep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the transformer leaves alone, and whom it tells. */
class LockTransformerTest {

    private final List<String> told = new ArrayList<>();
    private final LockTransformer transformer = new LockTransformer(new ClassFilter(List.of(), List.of()), told::add);

    /** A class with a lock. */
    static final class Locking {

        synchronized int lock() {
            return 1;
        }
    }

    @Test
    void aClassWhoseLoaderFindsTheEngineIsInstrumented() throws IOException {
        assertThat(transform(LockTransformerTest.class.getClassLoader())).isNotNull();
        assertThat(told).isEmpty();
    }

    @Test
    void aClassWhoseLoaderDoesNotFindTheEngineIsLeftAloneAndNamedOnce() throws IOException {
        ClassLoader blind = new ClassLoader(null) {};

        assertThat(transform(blind)).isNull();
        assertThat(transform(blind)).isNull();

        assertThat(told).hasSize(1).first().asString().contains("com.acme.Locking", "does not find lockdep");
        assertThat(transformer.failedCount()).isEqualTo(2);
        assertThat(transformer.transformedCount()).isZero();
    }

    private byte[] transform(ClassLoader loader) throws IOException {
        try (InputStream in = Locking.class.getResourceAsStream("LockTransformerTest$Locking.class")) {
            assertThat(in).isNotNull();
            return transformer.transform(loader, "com/acme/Locking", null, null, in.readAllBytes());
        }
    }
}
