package io.lockdep.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.lockdep.report.Grade;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What code scanning is given is SARIF 2.1.0, and says what the finding says. */
class SarifLogTest {

    private static final String SCHEMA = "/schema/sarif-schema-2.1.0.json";

    @Test
    void everyKindOfFindingFitsTheOfficialSchema() throws IOException {
        assertThat(schema().validate(SarifLog.of(SampleReports.ofEveryKind(), Sources.NONE), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void nothingFoundIsALogToo() throws IOException {
        String log = SarifLog.of(List.of(), Sources.NONE);
        assertThat(schema().validate(log, InputFormat.JSON)).isEmpty();
        assertThat(run(log).get("results")).isEmpty();
    }

    @Test
    void theSchemaIsLookedAt() throws IOException {
        String log = SarifLog.of(SampleReports.ofEveryKind(), Sources.NONE);
        assertThat(schema().validate(log.replace("\"ruleId\"", "\"rule\""), InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void aKindIsARuleThatBringsItsPage() throws IOException {
        JsonNode rules =
                run(SarifLog.of(SampleReports.ofEveryKind(), Sources.NONE)).at("/tool/driver/rules");
        assertThat(rules).hasSize(ReportKind.values().length);
        for (JsonNode rule : rules) {
            assertThat(rule.at("/help/markdown").asText())
                    .startsWith("# " + rule.get("id").asText() + "\n");
        }
    }

    @Test
    void aRingIsOneCodeFlowWithAThreadFlowPerParty() throws IOException {
        JsonNode result = result(report(Grade.HIGH, SampleReports.ring("com.acme.a", "com.acme.b", "com.acme.c")));

        assertThat(result.get("ruleId").asText()).isEqualTo("circular");
        assertThat(result.get("level").asText()).isEqualTo("error");
        assertThat(result.at("/partialFingerprints/lockdepRing~1v1").asText()).matches("[0-9a-f]{16}");
        assertThat(result.get("codeFlows")).hasSize(1);
        JsonNode flows = result.at("/codeFlows/0/threadFlows");
        assertThat(flows).hasSize(3);
        List<Integer> takes = new ArrayList<>();
        List<Integer> wants = new ArrayList<>();
        for (JsonNode flow : flows) {
            assertThat(flow.get("locations")).hasSize(2);
            takes.add(flow.at("/locations/0/executionOrder").asInt());
            wants.add(flow.at("/locations/1/executionOrder").asInt());
            assertThat(flow.at("/locations/0/location/physicalLocation/region/startLine")
                            .asInt())
                    .isEqualTo(6);
            assertThat(flow.at("/locations/1/location/message/text").asText()).startsWith("wants com.acme.");
        }
        assertThat(takes).containsExactly(1, 2, 3);
        assertThat(wants).containsExactly(4, 5, 6);
    }

    @Test
    void aThreadThatHeldSeveralLocksIsOneParty() throws IOException {
        JsonNode result = result(report(
                Grade.MEDIUM,
                List.of(
                        SampleReports.party("c", "a", "one/1", 0),
                        SampleReports.party("a", "b", "two/2", 1),
                        SampleReports.party("b", "c", "two/2", 1))));
        assertThat(result.get("level").asText()).isEqualTo("warning");
        JsonNode flows = result.at("/codeFlows/0/threadFlows");
        assertThat(flows).hasSize(2);
        assertThat(flows.at("/1/locations")).hasSize(3);
        assertThat(flows.at("/1/locations/0/location/message/text").asText()).startsWith("takes a ");
        assertThat(flows.at("/1/locations/1/location/message/text").asText()).startsWith("takes b ");
        assertThat(flows.at("/1/locations/2/location/message/text").asText()).startsWith("wants c ");
    }

    @Test
    void aFindingIsShownInTheProgramNotInTheJdk() throws IOException {
        JsonNode file = result(report(Grade.LOW, SampleReports.ring("a", "b")))
                .at("/locations/0/physicalLocation/artifactLocation");
        assertThat(file.get("uri").asText()).isEqualTo("com/acme/Bank.java");
        assertThat(file.get("uriBaseId").asText()).isEqualTo("SOURCES");
    }

    @Test
    void aSourceThatIsFoundIsNamedByItsPathInTheRepository() throws IOException {
        String log = SarifLog.of(
                List.of(report(Grade.LOW, SampleReports.ring("a", "b"))),
                below -> below.equals("com/acme/Bank.java") ? "app/src/main/java/" + below : null);
        JsonNode file = run(log).at("/results/0/locations/0/physicalLocation/artifactLocation");
        assertThat(file.get("uri").asText()).isEqualTo("app/src/main/java/com/acme/Bank.java");
        assertThat(file.has("uriBaseId")).isFalse();
    }

    @Test
    void whatWasNotWatchedIsSaid() throws IOException {
        JsonNode said = run(SarifLog.of(SampleReports.ofEveryKind(), Sources.NONE))
                .at("/invocations/0/toolExecutionNotifications");
        assertThat(said).hasSize(1);
        assertThat(said.at("/0/message/text").asText()).isEqualTo("a limit was reached");
    }

    @Test
    void noMoreIsWrittenThanCodeScanningKeepsAndTheStrongestStay() throws IOException {
        List<Report> many = new ArrayList<>();
        for (int i = 0; i < 5010; i++) {
            many.add(report(i == 5009 ? Grade.ACTUAL : Grade.LOW, List.of()));
        }
        JsonNode run = run(SarifLog.of(many, Sources.NONE));
        assertThat(run.get("results")).hasSize(5000);
        assertThat(run.at("/results/0/level").asText()).isEqualTo("error");
        assertThat(run.at("/invocations/0/toolExecutionNotifications").toString())
                .contains("10 weaker findings are left out");
    }

    @Test
    void aRingOfManyPartiesIsCutToWhatCodeScanningKeeps() throws IOException {
        String[] classes = new String[600];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = "c" + i;
        }
        int places = 0;
        for (JsonNode flow :
                result(report(Grade.HIGH, SampleReports.ring(classes))).at("/codeFlows/0/threadFlows")) {
            places += flow.get("locations").size();
        }
        assertThat(places).isLessThanOrEqualTo(1000);
    }

    private static Report report(Grade grade, List<Party> cycle) {
        return SampleReports.of(ReportKind.CIRCULAR, grade, cycle);
    }

    private static JsonNode result(Report report) throws IOException {
        String log = SarifLog.of(List.of(report), Sources.NONE);
        assertThat(schema().validate(log, InputFormat.JSON)).isEmpty();
        return run(log).at("/results/0");
    }

    private static JsonNode run(String log) throws IOException {
        return new ObjectMapper().readTree(log).at("/runs/0");
    }

    private static Schema schema() throws IOException {
        try (InputStream in = SarifLogTest.class.getResourceAsStream(SCHEMA)) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(in);
        }
    }
}
