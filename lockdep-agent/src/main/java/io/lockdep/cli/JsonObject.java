package io.lockdep.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object in memory, asked for its fields by name and type.
 *
 * <p>A field that is missing or of another type is an {@link IOException} with a message for the user. What the object
 * can cost is bounded by the length of the text and the depth of nesting.
 */
final class JsonObject {

    private static final int MAX_DEPTH = 32;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(ReportLines.MAX_LINE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Map<String, @Nullable Object> fields;

    private JsonObject(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /** {@return the one object that a text consists of} */
    static JsonObject parse(byte[] text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            JsonObject object = object(parser);
            if (parser.nextToken() != null) {
                throw new IOException("text after the JSON object");
            }
            return object;
        } catch (JsonProcessingException e) {
            // Its message may quote the text.
            throw new IOException("not JSON", e);
        }
    }

    String text(String name) throws IOException {
        return field(name, String.class, "a text");
    }

    int number(String name) throws IOException {
        return field(name, Integer.class, "a number");
    }

    boolean isTrue(String name) throws IOException {
        return field(name, Boolean.class, "true or false");
    }

    boolean isNull(String name) {
        return fields.get(name) == null;
    }

    JsonObject object(String name) throws IOException {
        return field(name, JsonObject.class, "an object");
    }

    List<String> texts(String name) throws IOException {
        return elements(name, String.class, "texts");
    }

    List<JsonObject> objects(String name) throws IOException {
        return elements(name, JsonObject.class, "objects");
    }

    private <T> List<T> elements(String name, Class<T> type, String what) throws IOException {
        List<T> elements = new ArrayList<>();
        for (Object element : field(name, List.class, "a list of " + what)) {
            if (!type.isInstance(element)) {
                throw new IOException("'" + name + "' is not a list of " + what);
            }
            elements.add(type.cast(element));
        }
        return elements;
    }

    private <T> T field(String name, Class<T> type, String what) throws IOException {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new IOException("'" + name + "' is not " + what);
        }
        return type.cast(value);
    }

    private static JsonObject object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> fields = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            fields.put(name, value(parser, parser.nextToken()));
        }
        return new JsonObject(fields);
    }

    private static List<@Nullable Object> list(JsonParser parser) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            list.add(value(parser, token));
            token = parser.nextToken();
        }
        return list;
    }

    // Numbers of other kinds are not in the schema, so nobody asks for them.
    private static @Nullable Object value(JsonParser parser, @Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw new IOException("it ends too soon");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getIntValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }
}
