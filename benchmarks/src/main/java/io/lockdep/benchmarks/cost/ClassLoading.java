package io.lockdep.benchmarks.cost;

import io.lockdep.benchmarks.child.EmptyAgent;
import io.lockdep.benchmarks.child.EmptyTransformer;
import io.lockdep.benchmarks.child.LoadClasses;
import io.lockdep.benchmarks.child.Template0000;
import io.lockdep.benchmarks.table.Jdk;
import io.lockdep.benchmarks.table.Samples;
import io.lockdep.benchmarks.table.TextTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * CPU time of loading many classes that do not lock, each a copy of one of ours under another name of the same length.
 *
 * <p>They come from a jar that is not compressed: what is measured is the transformer against the JVM's own work, not
 * against unpacking. From each run the time of one that loads none is taken off: a process knows its own CPU time only to
 * 10 ms.
 */
public final class ClassLoading implements Cost {

    private static final int CLASSES = 4000;

    private final Path folder;
    private final Path agent;

    /**
     * The cost of one agent.
     *
     * @param folder for files that are needed meanwhile
     * @param agent the jar
     */
    public ClassLoading(Path folder, Path agent) {
        this.folder = folder;
        this.agent = agent;
    }

    @Override
    public String name() {
        return "class load";
    }

    @Override
    public void measure(Jdk jdk, boolean quick, TextTable table) throws IOException, InterruptedException {
        Path classes = folder.resolve("classes.jar");
        writeCopies(classes);
        Path main = SmallJar.write(folder.resolve("load.jar"), "", List.of(LoadClasses.class));
        Path empty = SmallJar.write(folder.resolve("empty.jar"), EmptyAgent.class.getName(), List.of(EmptyAgent.class));
        Path handed = SmallJar.write(
                folder.resolve("handed.jar"), EmptyTransformer.class.getName(), List.of(EmptyTransformer.class));
        Samples without = new Samples();
        Samples asked = new Samples();
        Samples with = new Samples();
        int runs = quick ? 7 : 21;
        for (int i = 0; i < runs; i++) {
            without.add(load(jdk, main, classes, empty));
            asked.add(load(jdk, main, classes, handed));
            with.add(load(jdk, main, classes, agent));
        }
        CostRow.percent(
                table, "class load, empty transformer over empty agent", "CPU us/class", without, asked, "-", "-");
        CostRow.percent(
                table,
                "class load, without locking, over empty transformer",
                "CPU us/class",
                asked,
                with,
                "5 %",
                "2 %");
        CostRow.percent(
                table, "class load, without locking, over empty agent", "CPU us/class", without, with, "-", "-");
    }

    private static double load(Jdk jdk, Path main, Path classes, Path javaagent)
            throws IOException, InterruptedException {
        double all = cpuMs(jdk, main, classes, javaagent, CLASSES);
        return 1000 * (all - cpuMs(jdk, main, classes, javaagent, 0)) / CLASSES;
    }

    private static double cpuMs(Jdk jdk, Path main, Path classes, Path javaagent, int count)
            throws IOException, InterruptedException {
        List<String> arguments = List.of(
                "-javaagent:" + javaagent,
                "-cp",
                main + System.getProperty("path.separator") + classes,
                LoadClasses.class.getName(),
                Template0000.class.getName(),
                Integer.toString(count));
        return Child.run(jdk, arguments).cpuMs();
    }

    private static void writeCopies(Path to) throws IOException {
        String name = Template0000.class.getName().replace('.', '/');
        // Latin-1 maps bytes to characters one to one, there and back.
        String template = new String(SmallJar.bytes(Template0000.class), StandardCharsets.ISO_8859_1);
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(to))) {
            jar.setMethod(ZipOutputStream.STORED);
            for (int i = 0; i < CLASSES; i++) {
                String copy = name.replace("0000", String.format(Locale.ROOT, "%04d", i));
                byte[] bytes = template.replace(name, copy).getBytes(StandardCharsets.ISO_8859_1);
                CRC32 sum = new CRC32();
                sum.update(bytes);
                ZipEntry entry = new ZipEntry(copy + ".class");
                entry.setSize(bytes.length);
                entry.setCrc(sum.getValue());
                jar.putNextEntry(entry);
                jar.write(bytes);
                jar.closeEntry();
            }
        }
    }
}
