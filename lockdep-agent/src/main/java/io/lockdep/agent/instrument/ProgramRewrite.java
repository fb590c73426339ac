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

    // Of one method. ASM's own limits are for code that nobody trusts.
    private static final int MOST_BYTES = 1 << 28;
    private static final long MOST_OPERATIONS = 1L << 32;

    private final byte[] bytes;
    private final String name;
    private final @Nullable ClassFacts facts;
    private final boolean initialiserMatters;
    private final ClassLoader loader;
    private final Map<String, String> leftAlone = new LinkedHashMap<>(2);

    ProgramRewrite(
            byte[] bytes,
            String internalName,
            @Nullable ClassFacts facts,
            boolean initialiserMatters,
            ClassLoader loader) {
        this.bytes = bytes;
        this.name = internalName;
        this.facts = facts;
        this.initialiserMatters = initialiserMatters;
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

    // Frames are extended, as computing them would load classes.
    private byte[] attempt() {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        writer.setComputeLimits(MOST_BYTES, MOST_OPERATIONS);
        ProgramClass program = new ProgramClass(writer, facts, initialiserMatters, loader, leftAlone);
        try {
            reader.accept(program, ClassReader.EXPAND_FRAMES);
        } catch (RuntimeException e) {
            String method = program.lastMethod();
            if (method == null || leftAlone.putIfAbsent(method, e.toString()) != null) {
                throw e;
            }
            return bytes;
        }
        try {
            byte[] written = writer.toByteArray();
            if (facts != null && written.length > COMPILED) {
                leaveTooLargeToCompile(program, facts, ClassFacts.of(written));
            }
            return written;
        } catch (MethodTooLargeException e) {
            String method = e.getMethodName() + e.getDescriptor();
            if (leftAlone.putIfAbsent(method, "it would be larger than 64 KiB") != null) {
                throw e;
            }
            return bytes;
        }
    }

    // An initialiser runs once, compiled or not.
    private void leaveTooLargeToCompile(ProgramClass program, ClassFacts before, @Nullable ClassFacts after) {
        for (int i = 0; after != null && i < before.methodCount(); i++) {
            boolean grown =
                    before.method(i).size() <= COMPILED && after.method(i).size() > COMPILED;
            if (grown && !program.method(i).startsWith("<clinit>")) {
                leftAlone.put(
                        program.method(i), "it would be larger than the " + COMPILED + " bytes that the JVM compiles");
            }
        }
    }
}
