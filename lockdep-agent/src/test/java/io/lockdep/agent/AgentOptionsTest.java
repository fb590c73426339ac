package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.engine.EngineOptions;
import io.lockdep.engine.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where options may stand, which place wins, and what is refused. */
class AgentOptionsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", ",", " , ,"})
    void nothingGivenMeansDefaults(String arguments) throws OptionException {
        AgentOptions options = AgentOptions.read(arguments, new Properties(), Map.of());
        for (Option option : Option.values()) {
            assertThat(options.text(option)).as(option.key).isEqualTo(option.defaultValue);
        }
    }

    @Test
    void theArgumentWinsOverTheSystemPropertyThatOverTheEnvironmentThatOverTheFile() throws Exception {
        String file = file("max-reports=4\nstack-depth=40\nstrict=true\ninclude=file.*\n");
        Properties properties =
                properties("lockdep.max-reports", "2", "lockdep.stack-depth", "20", "lockdep.config", file);
        Map<String, String> environment =
                Map.of("LOCKDEP_MAX_REPORTS", "3", "LOCKDEP_STACK_DEPTH", "30", "LOCKDEP_INCLUDE", "environment.*");

        AgentOptions options = AgentOptions.read("max-reports=1", properties, environment);

        assertThat(options.count(Option.MAX_REPORTS)).as("argument").isEqualTo(1);
        assertThat(options.count(Option.STACK_DEPTH)).as("system property").isEqualTo(20);
        assertThat(options.patterns(Option.INCLUDE)).as("environment").containsExactly("environment.*");
        assertThat(options.isOn(Option.STRICT)).as("file").isTrue();
        assertThat(options.isOn(Option.VERBOSE)).as("default").isFalse();
    }

    @Test
    void theLimitsAreThoseOfTheEngine() throws OptionException {
        AgentOptions options = AgentOptions.read(null, new Properties(), Map.of());
        assertThat(Installation.limits(options)).isEqualTo(Limits.DEFAULT);
        assertThat(options.count(Option.MAX_REPORTS)).isEqualTo(EngineOptions.DEFAULT.maxReports());
        assertThat(options.count(Option.STACK_DEPTH)).isEqualTo(EngineOptions.DEFAULT.stackDepth());
    }

    @ParameterizedTest
    @EnumSource(Option.class)
    void everyOptionCanStandInEveryPlace(Option option) throws Exception {
        String value = switch (option.values) {
            case "true|false" -> Boolean.toString(option.defaultValue.equals("false"));
            case "path" -> file("");
            case "patterns" -> "com.acme.*";
            case "formats" -> "html:dot";
            case "kinds" -> "stall";
            case "auto|true|false" -> "true";
            case "none|test|medium|high" -> "test";
            default -> "7";
        };
        assertThat(AgentOptions.read(option.key + "=" + value, new Properties(), Map.of())
                        .text(option))
                .isEqualTo(value);
        assertThat(AgentOptions.read(null, properties("lockdep." + option.key, value), Map.of())
                        .text(option))
                .isEqualTo(value);
        assertThat(AgentOptions.read(null, new Properties(), Map.of(option.variable(), value))
                        .text(option))
                .isEqualTo(value);
    }

    @Test
    void spacesAroundKeysAndValuesDoNotCount() throws OptionException {
        AgentOptions options = AgentOptions.read(" strict = true , max-reports= 5", new Properties(), Map.of());
        assertThat(options.isOn(Option.STRICT)).isTrue();
        assertThat(options.count(Option.MAX_REPORTS)).isEqualTo(5);
    }

    @Test
    void aValueMayContainAnEqualsSign() throws OptionException {
        assertThat(read("report.file=a=b").text(Option.REPORT_FILE)).isEqualTo("a=b");
    }

    @Test
    void patternsAreSeparatedByColons() throws OptionException {
        assertThat(read("include=a.*:b.C").patterns(Option.INCLUDE)).containsExactly("a.*", "b.C");
        assertThat(read("").patterns(Option.INCLUDE)).isEmpty();
    }

    @Test
    void percentPBecomesTheProcessId() throws OptionException {
        assertThat(read("report.file=out/%p.jsonl").file(Option.REPORT_FILE))
                .isEqualTo(Path.of("out", ProcessHandle.current().pid() + ".jsonl"));
        assertThat(read("").file(Option.REPORT_FILE)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "strikt=true, strikt, strict",
        "reportfile=x, reportfile, report.file",
        "maxreports=1, maxreports, max-reports"
    })
    void anUnknownKeyNamesTheNearest(String argument, String typed, String nearest) {
        assertThatThrownBy(() -> read(argument))
                .isInstanceOf(OptionException.class)
                .hasMessage(
                        "unknown option '" + typed + "' in the -javaagent argument; did you mean '" + nearest + "'?");
    }

    @Test
    void anUnknownSystemPropertyOfOursIsRefusedAndForeignOnesAreNot() throws OptionException {
        AgentOptions.read(null, properties("com.acme.strikt", "true", "lockdepfoo", "1"), Map.of());
        assertThatThrownBy(() -> AgentOptions.read(null, properties("lockdep.strikt", "true"), Map.of()))
                .hasMessage("unknown option 'strikt' in system property lockdep.strikt; did you mean 'strict'?");
    }

    @Test
    void aVariableLikeOneOfOursIsRefusedAndOthersAreNot() throws OptionException {
        AgentOptions.read(null, new Properties(), Map.of("LOCKDEP_HOME", "/opt", "STRICT", "x"));
        assertThatThrownBy(() -> AgentOptions.read(null, new Properties(), Map.of("LOCKDEP_STRIKT", "true")))
                .hasMessage("environment variable 'LOCKDEP_STRIKT' is not an option; did you mean LOCKDEP_STRICT?");
    }

    @Test
    void anUnknownKeyInTheFileNamesTheFile() throws IOException {
        String file = file("strikt=true\n");
        assertThatThrownBy(() -> read("config=" + file))
                .hasMessage("unknown option 'strikt' in file " + file + "; did you mean 'strict'?");
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> read("config=" + folder.resolve("none")))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("name a readable properties file");
    }

    @Test
    void aKeyWithoutValueIsRefused() {
        assertThatThrownBy(() -> read("strict"))
                .hasMessage("option 'strict' has no value; write key=value, and separate options by commas");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "strict=yes",
                "strict=",
                "enabled=TRUE",
                "max-reports=0",
                "max-reports=-1",
                "max-reports=16000001",
                "max-reports=many",
                "max-reports=",
                "stack-depth=99999999999",
                "stall=-1",
                "stall=1s",
                "jfr=maybe",
                "jmx=auto",
                "fail=low",
                "exitcode=0",
                "exitcode=256"
            })
    void aBadValueIsRefusedInOneLineThatNamesTheOption(String argument) {
        assertThatThrownBy(() -> read(argument))
                .isInstanceOf(OptionException.class)
                .message()
                .matches(Pattern.quote(argument) + " is not a value; (write|did you mean) .*")
                .doesNotContain("\n");
    }

    @Test
    void aWordThatIsNoValueNamesTheNearestAndAllOthers() {
        assertThatThrownBy(() -> read("fail=hihg"))
                .hasMessage("fail=hihg is not a value; did you mean fail=high? (none|test|medium|high)");
    }

    @Test
    void aListWithAnUnknownWordNamesTheNearest() {
        assertThatThrownBy(() -> read("format=htm:dot"))
                .hasMessage("format=htm:dot: 'htm' is none of its formats; did you mean 'html'?");
        assertThatThrownBy(() -> read("format=html:"))
                .hasMessageStartingWith("format=html:: '' is none of its formats");
    }

    @Test
    void wordsOfAListAreSeparatedByColonsAndWhereThatIsPossibleByCommas() throws OptionException {
        assertThat(read("format=html:dot").words(Option.FORMAT)).containsExactly("html", "dot");
        assertThat(AgentOptions.read(null, properties("lockdep.format", "html, dot"), Map.of())
                        .words(Option.FORMAT))
                .containsExactly("html", "dot");
    }

    @Test
    void zeroSecondsAreAValueAndZeroFramesAreNot() throws OptionException {
        assertThat(read("stall=0").count(Option.STALL)).isZero();
        assertThatThrownBy(() -> read("stack-depth=0"))
                .hasMessageContaining("write a number from 1 to 16000000 (frames)");
    }

    @Test
    void aPathThatNoFileSystemTakesIsRefused() {
        assertThatThrownBy(() -> read("report.file=a\0b"))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("is not a path");
    }

    private static AgentOptions read(String arguments) throws OptionException {
        return AgentOptions.read(arguments, new Properties(), Map.of());
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("lockdep.properties"), text).toString();
    }

    private static Properties properties(String... keysAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return properties;
    }
}
