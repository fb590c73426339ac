package io.lockdep;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads as much of a class file as tells which bootstrap methods its invokedynamic instructions use. */
final class ConstantPool {

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;
    private static final int STRING = 8;
    private static final int INVOKE_DYNAMIC = 18;
    private static final List<String> FACTORIES = List.of(
            "java/lang/invoke/LambdaMetafactory",
            "java/lang/invoke/StringConcatFactory",
            "java/lang/runtime/ObjectMethods",
            "java/lang/runtime/SwitchBootstraps");

    private ConstantPool() {}

    /** {@return the factories a class file uses with invokedynamic; "unknown" if none of the JDK's} */
    static Set<String> bootstraps(byte[] classFile) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        in.readInt();
        in.readInt();
        int count = in.readUnsignedShort();
        boolean dynamic = false;
        Set<String> texts = new TreeSet<>();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case UTF8 -> texts.add(in.readUTF());
                case LONG, DOUBLE -> {
                    in.readLong();
                    i++;
                }
                case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> in.readUnsignedShort();
                case METHOD_HANDLE -> in.skipNBytes(3);
                default -> {
                    dynamic |= tag == INVOKE_DYNAMIC;
                    in.readInt();
                }
            }
        }
        Set<String> used = new TreeSet<>();
        if (dynamic) {
            FACTORIES.stream().filter(texts::contains).forEach(used::add);
            if (used.isEmpty()) {
                used.add("unknown");
            }
        }
        return used;
    }
}
