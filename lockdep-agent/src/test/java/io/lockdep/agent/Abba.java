package io.lockdep.agent;

/** Text of programs that take two locks in two orders, one thread after the other, so that none of them hangs. */
final class Abba {

    private static final String SAFE = "a, b";

    private Abba() {}

    static String of(LockKind kind) {
        return program(kind, "b, a");
    }

    static String safe(LockKind kind) {
        return program(kind, SAFE);
    }

    private static String program(LockKind kind, String secondOrder) {
        String[] order = secondOrder.split(", ", 2);
        return "import java.util.concurrent.*;\nimport java.util.concurrent.locks.*;\n"
                + "class Abba {\n"
                + "    static final " + kind.type + " a = new " + kind.type + "();\n"
                + "    static final " + kind.type + " b = new " + kind.type + "();\n"
                + "    static void first() throws Exception {\n"
                + nested(kind, "a", "b", "first")
                + "    }\n"
                + "    static void second() throws Exception {\n"
                + nested(kind, order[0], order[1], "second")
                + "    }\n"
                + "    public static void main(String[] args) throws Exception {\n"
                + "        Two.run(Abba::first, Abba::second);\n"
                + "        System.out.println(\"end\");\n"
                + "    }\n"
                + "}\n";
    }

    private static String nested(LockKind kind, String outer, String inner, String word) {
        return kind.open.formatted(outer) + kind.open.formatted(inner) + "System.out.println(\"" + word + "\");\n"
                + kind.close.formatted(inner) + kind.close.formatted(outer);
    }
}
