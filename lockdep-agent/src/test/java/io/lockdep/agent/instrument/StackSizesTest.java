package io.lockdep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A class of the JDK that is transformed again comes without stack map frames, because the JVM has not kept what it did
 * not verify. Too small a stack in what is then written is not noticed by a verifier, but ends the JVM in a collection.
 */
class StackSizesTest {

    private static final List<String> PACKAGES = List.of(
            "java/util", "java/util/concurrent", "java/util/concurrent/locks", "java/lang", "java/io", "sun/nio/ch");

    private final LockTransformer transformer = new LockTransformer(new ClassFilter(List.of(), List.of()), told -> {
        throw new AssertionError(told);
    });

    @Test
    void noStackOfTheJdkGetsSmallerWhenFramesAreMissing() throws IOException {
        List<String> smaller = new ArrayList<>();
        int transformed = 0;
        for (Path file : classes()) {
            byte[] bytes = withoutFrames(Files.readAllBytes(file));
            byte[] written = transformer.transform(null, new ClassReader(bytes).getClassName(), null, null, bytes);
            if (written != null) {
                transformed++;
                Map<String, Integer> now = stacks(written);
                stacks(bytes).forEach((method, stack) -> {
                    if (now.getOrDefault(method, 0) < stack) {
                        smaller.add(file.getFileName() + " " + method + ": " + stack + " > " + now.get(method));
                    }
                });
            }
        }

        assertThat(transformed).isGreaterThan(20);
        assertThat(smaller).isEmpty();
    }

    private static List<Path> classes() throws IOException {
        Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules/java.base");
        List<Path> classes = new ArrayList<>();
        for (String name : PACKAGES) {
            try (Stream<Path> files = Files.list(base.resolve(name))) {
                files.filter(file -> file.toString().endsWith(".class")).forEach(classes::add);
            }
        }
        return classes;
    }

    private static byte[] withoutFrames(byte[] bytes) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(bytes).accept(writer, ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    /** Maximum stack of each method that has code. */
    private static Map<String, Integer> stacks(byte[] bytes) {
        Map<String, Integer> stacks = new HashMap<>();
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access,
                                    String name,
                                    String descriptor,
                                    @Nullable String signature,
                                    String @Nullable [] exceptions) {
                                return new MethodVisitor(Opcodes.ASM9) {
                                    @Override
                                    public void visitMaxs(int maxStack, int maxLocals) {
                                        stacks.put(name + descriptor, maxStack);
                                    }
                                };
                            }
                        },
                        ClassReader.SKIP_FRAMES);
        return stacks;
    }
}
