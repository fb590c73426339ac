package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Monitors that the JDK takes for a program are part of its rings, and the JDK alone never makes one. */
class JdkMonitorsIT {

    private static final String PAIRS = """
            import java.io.*;
            import java.util.*;
            import java.util.concurrent.ConcurrentHashMap;
            public class Pairs {
                static final Vector<String> v1 = new Vector<>(List.of("a")), v2 = new Vector<>(List.of("b"));
                static final Hashtable<String, String> h1 = new Hashtable<>(Map.of("a", "b"));
                static final Hashtable<String, String> h2 = new Hashtable<>(Map.of("a", "b"));
                static final StringBuffer b1 = new StringBuffer("a"), b2 = new StringBuffer("b");
                static final List<String> l1 = Collections.synchronizedList(new ArrayList<>());
                static final List<String> l2 = Collections.synchronizedList(new ArrayList<>());
                static final Map<String, String> m1 = Collections.synchronizedMap(new HashMap<>());
                static final Map<String, String> m2 = Collections.synchronizedMap(new HashMap<>());
                static final ConcurrentHashMap<String, String> c1 = new ConcurrentHashMap<>();
                static final ConcurrentHashMap<String, String> c2 = new ConcurrentHashMap<>();
                static final Object lock = new Object();
                static final PrintStream out = new PrintStream(new OutputStream() {
                    public void write(int c) { synchronized (lock) { } }
                });
                static void safe() throws Exception {
                    var q1 = new ConcurrentHashMap<String, String>();
                    var q2 = new ConcurrentHashMap<String, String>();
                    Two.run(() -> q1.put("a", q2.getOrDefault("a", "b")), () -> q2.put("a", q1.get("a")));
                    // As javac guards a cache: the monitor of a map is none of its parts.
                    synchronized (q1) {
                        q1.put("c", "d");
                        q1.computeIfAbsent("e", k -> "f");
                    }
                    var w1 = new Vector<String>(v1);
                    var w2 = new Vector<String>(v2);
                    Two.run(() -> w1.addAll(w2), () -> w2.addAll(w1));
                    Two.run(() -> w1.containsAll(w2), () -> w1.containsAll(w2));
                }
                public static void main(String[] args) throws Exception {
                    safe();
                    System.err.println("safe over");
                    Two.run(() -> v1.addAll(0, v2), () -> v2.addAll(0, v1));
                    Two.run(() -> h1.equals(h2), () -> h2.equals(h1));
                    Two.run(() -> b1.append(b2), () -> b2.append(b1));
                    Two.run(() -> l1.addAll(l2), () -> l2.addAll(l1));
                    Two.run(() -> m1.putAll(m2), () -> m2.putAll(m1));
                    Two.run(
                            () -> c1.computeIfAbsent("a", k -> c2.computeIfAbsent("b", j -> "x")),
                            () -> c2.compute("c", (k, o) -> c1.merge("d", "e", (p, q) -> p)));
                    Two.run(() -> out.write('x'), () -> { synchronized (lock) { out.write('y'); } });
                    System.err.println("rings over");
                    c1.computeIfAbsent("AaAa", k -> c1.computeIfAbsent("zz", j -> "u"));
                }
            }
            """;

    private static final String SMOKE = """
            import java.net.*;
            import java.net.http.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.concurrent.CountDownLatch;
            public class Smoke {
                static final Object held = new Object();
                static void all() throws Exception {
                    java.util.logging.Logger.getLogger("s" + Thread.currentThread().getName()).info("hello");
                    String.format(Locale.GERMANY, "%,d %tc", 5, new Date());
                    java.security.MessageDigest.getInstance("SHA-256").digest(new byte[3]);
                    javax.net.ssl.SSLContext.getDefault();
                    javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder()
                            .parse(new java.io.ByteArrayInputStream("<a/>".getBytes()));
                    java.sql.DriverManager.getDrivers();
                    Path zip = Files.createTempFile("s", ".zip");
                    try (var o = new java.util.zip.ZipOutputStream(Files.newOutputStream(zip))) {
                        o.putNextEntry(new java.util.zip.ZipEntry("a"));
                    }
                    try (var l = new URLClassLoader(new URL[] {zip.toUri().toURL()})) {
                        l.getResource("a").openStream().close();
                    }
                    Files.delete(zip);
                    new ProcessBuilder("true").start().waitFor();
                    var s = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress("localhost", 0), 0);
                    s.createContext("/", e -> { e.sendResponseHeaders(204, -1); e.close(); });
                    s.start();
                    HttpClient.newHttpClient().send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + s.getAddress().getPort() + "/"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
                    s.stop(0);
                    var timer = new Timer(true);
                    var ran = new CountDownLatch(1);
                    timer.schedule(new TimerTask() { public void run() { ran.countDown(); } }, 1);
                    ran.await();
                    timer.cancel();
                    System.out.println("done");
                }
                public static void main(String[] args) throws Exception {
                    var threads = new ArrayList<Thread>();
                    for (int i = 0; i < 3; i++) {
                        var t = new Thread(() -> { try { all(); } catch (Exception e) { System.out.println(e); } });
                        t.start();
                        threads.add(t);
                    }
                    for (var t : threads) t.join();
                    synchronized (held) { System.exit(7); }
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void ringsThroughTheJdkAreReportedUnderTheFieldsOfTheProgram() {
        Run run = ForkedJvm.of(folder, PAIRS).run();

        String[] parts = run.err().split("(safe|rings) over\n");
        assertThat(parts).hasSize(3);
        assertThat(parts[0]).isEmpty();
        for (String name : new String[] {"v1", "h1", "b1", "l1", "m1", "c1", "out"}) {
            assertThat(parts[1]).contains("(Pairs." + name + "){");
        }
        assertThat(parts[1]).doesNotContain("(java.lang.Object)");
        assertThat(parts[2])
                .contains("possible recursive locking detected", "(Pairs.c1){")
                .endsWith("\nlockdep: 8 findings: 7 high, 1 medium\n");
    }

    @Test
    void theJdkAloneMakesNoRingAndAProgramMayExitWithALockHeld() {
        Run run = ForkedJvm.of(folder, SMOKE).run();

        assertThat(run.exit()).isEqualTo(7);
        assertThat(run.out().lines().toList()).containsExactly("done", "done", "done");
        assertThat(run.err()).doesNotContain("WARNING", "lockdep");
    }
}
