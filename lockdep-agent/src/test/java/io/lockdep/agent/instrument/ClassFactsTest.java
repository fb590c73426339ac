package io.lockdep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick look at a class file against a full parse of it. */
class ClassFactsTest {

    @ParameterizedTest
    @ValueSource(classes = {Runnable.class, Record.class, Objects.class, Thread.State.class, Frames.class})
    void aClassWithoutLocksIsRejected(Class<?> type) throws IOException {
        assertThat(ClassFacts.of(bytes(type))).isNull();
    }

    @ParameterizedTest
    @ValueSource(classes = {StringBuffer.class, Vector.class, ArrayBlockingQueue.class})
    void aClassWithLocksIsNot(Class<?> type) throws IOException {
        assertThat(ClassFacts.of(bytes(type))).isNotNull();
    }

    @Test
    void nothingThatAFullParseFindsIsMissedInAnyClassOfTheClassPath() throws IOException {
        List<String> missed = new ArrayList<>();
        int seen = 0;
        int kept = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.endsWith(".jar")) {
                continue;
            }
            try (JarFile jar = new JarFile(Path.of(entry).toFile(), false)) {
                Enumeration<JarEntry> entries = jar.entries();
                while (entries.hasMoreElements()) {
                    JarEntry file = entries.nextElement();
                    if (file.getName().endsWith(".class") && !file.getName().endsWith("module-info.class")) {
                        try (InputStream in = jar.getInputStream(file)) {
                            byte[] bytes = in.readAllBytes();
                            ClassFacts facts = ClassFacts.of(bytes);
                            new FullParse(file.getName(), facts, missed).of(bytes);
                            seen++;
                            kept += facts == null ? 0 : 1;
                        }
                    }
                }
            }
        }
        assertThat(missed).isEmpty();
        assertThat(seen).isGreaterThan(1000);
        assertThat(kept).as("most classes are rejected without a parse").isLessThan(seen / 6);
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in =
                type.getResourceAsStream(type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class")) {
            return in.readAllBytes();
        }
    }

    /** Finds in instructions what the quick look finds in bytes, and notes what that has missed. */
    private static final class FullParse extends ClassVisitor {

        private final String file;
        private final ClassFacts facts;
        private final List<String> missed;
        private int method;

        FullParse(String file, ClassFacts facts, List<String> missed) {
            super(Opcodes.ASM9);
            this.file = file;
            this.facts = facts;
            this.missed = missed;
        }

        void of(byte[] bytes) {
            new ClassReader(bytes).accept(this, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            ClassFacts.MethodFacts about = facts == null ? ClassFacts.MethodFacts.NOTHING : facts.method(method++);
            String place = file + " " + name + descriptor;
            return new MethodVisitor(Opcodes.ASM9) {

                @Override
                public void visitCode() {
                    if ((access & Opcodes.ACC_SYNCHRONIZED) != 0 && !about.guarded()) {
                        missed.add(place + " is synchronized");
                    }
                    if (ProgramClass.isOfLock(name, descriptor) && !about.mayUseLocks()) {
                        missed.add(place + " is a method of a lock");
                    }
                }

                @Override
                public void visitInsn(int opcode) {
                    if (opcode == Opcodes.MONITORENTER && !about.mayLockMonitors()) {
                        missed.add(place + " has a synchronized block");
                    }
                }

                @Override
                public void visitTypeInsn(int opcode, String type) {
                    boolean made = MadeTypes.contains(type) || LockTypeNames.isMade(type);
                    if (opcode == Opcodes.NEW && made && !about.mayUseLocks()) {
                        missed.add(place + " makes a lock");
                    }
                }

                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String called, String calledDescriptor, boolean ofInterface) {
                    if (CallSiteHooks.concern(owner, called, calledDescriptor) && !about.mayUseLocks()) {
                        missed.add(place + " calls " + called);
                    }
                }

                @Override
                public void visitFieldInsn(int opcode, String owner, String field, String type) {
                    boolean put = opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC;
                    boolean keeps = LockTypeNames.isOfLock(type) || PoolCalls.mayKeep(type);
                    if (put && keeps && !about.mayUseLocks()) {
                        missed.add(place + " keeps a lock in " + field);
                    }
                }

                @Override
                public void visitMaxs(int maxStack, int maxLocals) {
                    if (facts != null
                            && !about.equals(ClassFacts.MethodFacts.NOTHING)
                            && about.maxLocals() != maxLocals) {
                        missed.add(place + " has " + maxLocals + " variables");
                    }
                }
            };
        }
    }
}
