package io.lockdep.agent.instrument;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a class of the program anew, as often as it takes: what overflows shows in what was written, and then only that
 * method is left as it was.
 */
final class ProgramRewrite {

    /** Byte code of more bytes is not compiled by HotSpot (HugeMethodLimit): it would run interpreted for ever. */
    private static final int COMPILED = 8000;

    private final byte[] bytes;
    private final String name;
    private final ClassFacts facts;
    private final ClassLoader loader;
    private final Map<String, String> leftAlone = new LinkedHashMap<>(2);

    ProgramRewrite(byte[] bytes, String internalName, ClassFacts facts, ClassLoader loader) {
        this.bytes = bytes;
        this.name = internalName;
        this.facts = facts;
        this.loader = loader;
    }

    /**
     * Instruments the class.
     *
     * @param tell is told of every method that is left alone
     * @return its bytes
     */
    byte[] write(Consumer<String> tell) {
        byte[] written;
        int known;
        do {
            known = leftAlone.size();
            written = attempt();
        } while (leftAlone.size() > known);
        leftAlone.forEach((method, why) -> tell.accept(
                name.replace('/', '.') + "." + method.substring(0, method.indexOf('(')) + " (" + why + ")"));
        return written;
    }

    // Maximum stack sizes are computed; frames are extended, as computing them would load classes.
    private byte[] attempt() {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        ProgramClass program = new ProgramClass(writer, facts, loader, leftAlone);
        reader.accept(program, ClassReader.EXPAND_FRAMES);
        try {
            byte[] written = writer.toByteArray();
            leaveTooLargeToCompile(program, ClassFacts.of(written));
            return written;
        } catch (MethodTooLargeException e) {
            String method = e.getMethodName() + e.getDescriptor();
            if (leftAlone.putIfAbsent(method, "it would be larger than 64 KiB") != null) {
                throw e;
            }
            return bytes;
        }
    }

    private void leaveTooLargeToCompile(ProgramClass program, @Nullable ClassFacts after) {
        for (int i = 0; after != null && i < facts.methodCount(); i++) {
            if (facts.method(i).size() <= COMPILED && after.method(i).size() > COMPILED) {
                leftAlone.put(program.method(i), "it would be larger than the " + COMPILED + " bytes that the JVM compiles");
            }
        }
    }
}
