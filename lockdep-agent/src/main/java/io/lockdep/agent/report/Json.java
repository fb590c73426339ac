package io.lockdep.agent.report;

/**
 * Writes JSON: opens and closes, names and values, with the commas in between.
 *
 * <p>By hand, because documents are written in any JVM, where a library would cost start-up time. ASCII, so that no reader
 * can mistake the encoding.
 */
final class Json {

    private final StringBuilder out = new StringBuilder(8192);

    Json open(char bracket) {
        comma();
        out.append(bracket);
        return this;
    }

    Json close(char bracket) {
        out.append(bracket);
        return this;
    }

    Json name(String name) {
        value(name);
        out.append(':');
        return this;
    }

    Json value(String text) {
        comma();
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
        return this;
    }

    Json value(long number) {
        comma();
        out.append(number);
        return this;
    }

    Json value(boolean is) {
        comma();
        out.append(is);
        return this;
    }

    Json field(String name, String text) {
        return name(name).value(text);
    }

    Json field(String name, long number) {
        return name(name).value(number);
    }

    /** A SARIF message: an object of one text. */
    Json message(String name, String text) {
        return name(name).open('{').field("text", text).close('}');
    }

    private void character(char c) {
        if (c == '"' || c == '\\') {
            out.append('\\').append(c);
        } else if (c == '\n') {
            out.append("\\n");
        } else if (c >= ' ' && c < 0x7f) {
            out.append(c);
        } else {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                out.append(Character.forDigit((c >> shift) & 0xf, 16));
            }
        }
    }

    private void comma() {
        int last = out.length() - 1;
        if (last >= 0 && "{[:".indexOf(out.charAt(last)) < 0) {
            out.append(',');
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
