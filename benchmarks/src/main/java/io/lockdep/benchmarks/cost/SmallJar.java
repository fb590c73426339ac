package io.lockdep.benchmarks.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A jar of a few of our own classes, so that opening a large jar is not measured. */
final class SmallJar {

    private SmallJar() {}

    /**
     * Writes the jar.
     *
     * @param to where
     * @param agent class with {@code premain}, empty for none
     * @param classes what goes in
     * @return the jar
     * @throws IOException if it cannot be written
     */
    static Path write(Path to, String agent, List<Class<?>> classes) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!agent.isEmpty()) {
            main.putValue("Premain-Class", agent);
            main.putValue("Can-Retransform-Classes", "true");
        }
        try (OutputStream file = Files.newOutputStream(to);
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            for (Class<?> each : classes) {
                jar.putNextEntry(new ZipEntry(each.getName().replace('.', '/') + ".class"));
                jar.write(bytes(each));
                jar.closeEntry();
            }
        }
        return to;
    }

    static byte[] bytes(Class<?> type) throws IOException {
        String file = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("no " + file);
            }
            return in.readAllBytes();
        }
    }
}
