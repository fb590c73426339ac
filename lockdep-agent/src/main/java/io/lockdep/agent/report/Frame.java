package io.lockdep.agent.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One frame of a stack, read back from its text, which is that of {@link StackTraceElement}.
 *
 * @param module its loader, module and version as they stand there; empty for a class of the class path
 * @param method class and method
 * @param file the source file, null if not known
 * @param line the line, 0 if not known
 */
record Frame(String module, String method, @Nullable String file, int line) {

    static @Nullable Frame of(String text) {
        int open = text.indexOf('(');
        if (open <= 0 || !text.endsWith(")")) {
            return null;
        }
        int slash = text.lastIndexOf('/', open);
        String method = text.substring(slash + 1, open);
        String place = text.substring(open + 1, text.length() - 1);
        int colon = place.lastIndexOf(':');
        int line = colon < 0 ? 0 : number(place.substring(colon + 1));
        String file = colon < 0 ? place : place.substring(0, colon);
        boolean known = !file.isEmpty() && file.indexOf(' ') < 0;
        return method.indexOf('.') <= 0
                ? null
                : new Frame(slash < 0 ? "" : text.substring(0, slash), method, known ? file : null, line);
    }

    private static int number(String text) {
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** {@return the innermost frame of the program; else the innermost that has a file; null if there is none} */
    static @Nullable Frame innermost(List<String> stack) {
        Frame second = null;
        for (String text : stack) {
            Frame frame = of(text);
            if (frame != null && frame.file != null) {
                if (!frame.isJdk()) {
                    return frame;
                }
                second = second == null ? frame : second;
            }
        }
        return second;
    }

    boolean isJdk() {
        return module.startsWith("java.") || module.startsWith("jdk.");
    }

    /** {@return where the source file stands below its source root, null if not known} */
    @Nullable
    String source() {
        if (file == null) {
            return null;
        }
        String type = method.substring(0, method.lastIndexOf('.'));
        int end = type.lastIndexOf('.');
        return end < 0 ? file : type.substring(0, end).replace('.', '/') + "/" + file;
    }
}
