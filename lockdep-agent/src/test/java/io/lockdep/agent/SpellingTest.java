package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a typo is taken for. */
class SpellingTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "'', abc, 3",
        "abc, '', 3",
        "strict, strict, 0",
        "strct, strict, 1",
        "strrict, strict, 1",
        "strikt, strict, 1",
        "kitten, sitting, 3"
    })
    void countsInsertedDeletedAndReplacedCharacters(String from, String to, int edits) {
        assertThat(Spelling.distance(from, to)).isEqualTo(edits);
        assertThat(Spelling.distance(to, from)).isEqualTo(edits);
    }

    @Test
    void theFewestEditsWin() {
        assertThat(Spelling.nearest("reprot.file", List.of("enabled", "report.file", "strict")))
                .isEqualTo("report.file");
    }

    @Test
    void theFirstOfEqualsWins() {
        assertThat(Spelling.nearest("x", List.of("a", "b"))).isEqualTo("a");
    }
}
