package io.lockdep.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.report.Grade;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The page for people says everything, needs nothing, and takes no text of the program for markup. */
class HtmlPageTest {

    @Test
    void thePageIsWellFormedWhateverTheProgramCallsItsThreadsAndLocks() throws Exception {
        String page = HtmlPage.of(SampleReports.EVIL, SampleReports.ofEveryKind(), List.of(SampleReports.EVIL));
        assertThat(page).doesNotContain("<script").contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
        assertThat(parse(page).getElementsByTagName("section").getLength()).isEqualTo(2 * ReportKind.values().length);
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        String page = HtmlPage.of("here", SampleReports.ofEveryKind(), List.of());
        assertThat(page).contains("default-src 'none'").doesNotContain("http:", "https:", "src=", "@import", "url(h");
    }

    @Test
    void aFindingHasADrawingOfItsRingBothStacksOfEachPartyAndItsText() throws Exception {
        Report report =
                SampleReports.of(ReportKind.CIRCULAR, Grade.HIGH, SampleReports.ring("com.acme.a", "com.acme.b"));
        String page = HtmlPage.of("here", List.of(report), List.of());
        Document document = parse(page);
        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(2);
        assertThat(document.getElementsByTagName("h3").getLength()).isEqualTo(2);
        assertThat(text(document.getElementsByTagName("h1"))).isEqualTo("lockdep: 1 finding: 1 high");
        assertThat(page)
                .contains("com.acme.Bank$Account.hold(Bank.java:6)", "com.acme.Bank$Account.move(Bank.java:7)")
                .contains("WARNING: possible circular locking dependency detected")
                .contains(Html.text(report.suppression()), report.fingerprint())
                .contains("Lock classes are taken in orders that form a ring.");
    }

    @Test
    void theStrongestComesFirst() {
        String page = HtmlPage.of(
                "here",
                List.of(
                        SampleReports.of(ReportKind.CIRCULAR, Grade.LOW, SampleReports.ring("weak", "b")),
                        SampleReports.of(ReportKind.CIRCULAR, Grade.ACTUAL, SampleReports.ring("strong", "b"))),
                List.of());
        assertThat(page.indexOf("strong")).isLessThan(page.indexOf("weak"));
    }

    @Test
    void nothingFoundIsSaid() throws Exception {
        Document document = parse(HtmlPage.of("here", List.of(), List.of("4 lock classes.")));
        assertThat(text(document.getElementsByTagName("h1"))).isEqualTo("lockdep: 0 findings");
        assertThat(document.getElementsByTagName("table").getLength()).isZero();
    }

    @Test
    void ringsOfAnySizeAreDrawnInsideTheirPicture() throws Exception {
        for (int size : new int[] {1, 2, 3, 8, 40}) {
            String[] classes = new String[size];
            for (int i = 0; i < size; i++) {
                classes[i] = "com.acme.some.quite.long.package.name.Type" + i + ".lock";
            }
            String svg = RingSvg.of(SampleReports.ring(classes), "x");
            Document document = parse(svg);
            double width = Double.parseDouble(document.getDocumentElement().getAttribute("width"));
            NodeList boxes = document.getElementsByTagName("rect");
            assertThat(boxes.getLength()).isEqualTo(size);
            for (int i = 0; i < size; i++) {
                var box = boxes.item(i).getAttributes();
                double x = Double.parseDouble(box.getNamedItem("x").getNodeValue());
                double w = Double.parseDouble(box.getNamedItem("width").getNodeValue());
                assertThat(x).isGreaterThanOrEqualTo(0);
                assertThat(x + w).isLessThanOrEqualTo(width);
            }
        }
    }

    // As XML, after what HTML alone allows: its head.
    private static Document parse(String page) throws Exception {
        String xml = page.replace("<!DOCTYPE html>\n", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(NodeList nodes) {
        return nodes.item(0).getTextContent();
    }
}
