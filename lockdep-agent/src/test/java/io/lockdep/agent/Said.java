package io.lockdep.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a report file says, in short. */
final class Said {

    private Said() {}

    /**
     * The findings of a program of several cases, each a class nested in the program.
     *
     * @param file JSON lines
     * @param grade findings of this grade are left out
     * @param program the main class
     * @return grade, kind and case of each finding, the last and so best grade of each, in the order of the file
     */
    static List<String> above(Path file, String grade, String program) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<String, String> said = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode finding = json.readTree(line);
            if (!finding.get("grade").asText().equals(grade)) {
                String text = finding.get("message").asText();
                String of = text.replaceAll(".*?" + program + "\\$(\\w+)\\..*", "$1");
                said.put(
                        finding.get("fingerprint").asText(),
                        finding.get("grade").asText() + " "
                                + finding.get("kind").asText() + " " + of);
            }
        }
        return new ArrayList<>(said.values());
    }
}
