package io.lockdep.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A frame is read back from its text. */
class FrameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "com.acme.A.m(A.java:12) || com.acme.A.m | com/acme/A.java | 12",
                "A.<init>(A.java:3) || A.<init> | A.java | 3",
                "com.acme.A$B.lambda$m$0(A.java) || com.acme.A$B.lambda$m$0 | com/acme/A.java | 0",
                "java.base/java.lang.Thread.run(Thread.java:840) | java.base | java.lang.Thread.run |"
                        + " java/lang/Thread.java | 840",
                "app//com.acme.A.m(A.kt:1) | app/ | com.acme.A.m | com/acme/A.kt | 1",
                "m@1.0/com.acme.A.m(A.java:1) | m@1.0 | com.acme.A.m | com/acme/A.java | 1",
                "com.acme.A.m(Native Method) || com.acme.A.m || 0",
                "com.acme.A.m(Unknown Source) || com.acme.A.m || 0"
            })
    void aFrameIsReadBack(String text, String module, String method, String source, int line) {
        Frame frame = Frame.of(text);
        assertThat(frame).isNotNull();
        assertThat(frame.module()).isEqualTo(module == null ? "" : module);
        assertThat(frame.method()).isEqualTo(method);
        assertThat(frame.source()).isEqualTo(source);
        assertThat(frame.line()).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(place not recorded)", "anything", "x(", "m(A.java:1)"})
    void whatIsNoFrameIsNone(String text) {
        assertThat(Frame.of(text)).isNull();
    }

    @Test
    void theInnermostFrameIsOneOfTheProgramIfThereIsOne() {
        String jdk = "java.base/java.lang.Object.wait(Object.java:1)";
        assertThat(Frame.innermost(List.of(jdk, "com.acme.A.m(A.java:2)")))
                .isEqualTo(Frame.of("com.acme.A.m(A.java:2)"));
        assertThat(Frame.innermost(List.of("com.acme.A.m(Unknown Source)", jdk)))
                .isEqualTo(Frame.of(jdk));
        assertThat(Frame.innermost(List.of())).isNull();
    }
}
