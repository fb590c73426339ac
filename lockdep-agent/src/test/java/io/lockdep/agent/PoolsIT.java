package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools of connections and objects: HikariCP, H2's own and commons-pool. A data source that is no pool is none. */
class PoolsIT {

    private static final String POOLS = """
            import com.zaxxer.hikari.*;
            import java.sql.*;
            import java.util.concurrent.*;
            import org.apache.commons.pool2.*;
            import org.apache.commons.pool2.impl.*;
            import javax.sql.DataSource;
            class Pools {
              static int n;
              static class TwoConns { static HikariDataSource ds; static void run() throws Exception { ds = make(2); try (Connection a = ds.getConnection(); Connection b = ds.getConnection()) { a.isValid(1); } ds.close(); } }
              static class UnderLock { DataSource ds; final Object o = new Object(); void run() throws Exception { HikariDataSource h = make(2); ds = h;
                 Thread t = new Thread(() -> { synchronized (o) { try (Connection c = ds.getConnection()) { n++; } catch (SQLException e) { throw new RuntimeException(e); } } }); t.start(); while (t.isAlive()) Thread.yield();
                 try (Connection c = ds.getConnection()) { synchronized (o) { n++; } } h.close(); } }
              static class SafeOne { static HikariDataSource ds; static void run() throws Exception { ds = make(1); for (int i = 0; i < 3; i++) try (Connection c = ds.getConnection()) { c.createStatement().execute("select 1"); }
                 Connection c = ds.getConnection(); Thread t = new Thread(() -> { try { c.close(); } catch (SQLException e) {} }); t.start(); t.join(); try (Connection d = ds.getConnection()) { n++; } ds.close(); } }
              static class SafeQuietly { static HikariDataSource ds; static void run() throws Exception { ds = make(2); for (int i = 0; i < 2; i++) { Connection c = ds.getConnection(); n += c.isValid(1) ? 1 : 0; quietly(c); } ds.close(); }
                 static void quietly(AutoCloseable c) { try { c.close(); } catch (Exception e) { throw new RuntimeException(e); } } }
              static class SafePlain { static DataSource ds; static void run() throws Exception { org.h2.jdbcx.JdbcDataSource d = new org.h2.jdbcx.JdbcDataSource(); d.setURL("jdbc:h2:mem:x"); ds = d; try (Connection a = ds.getConnection(); Connection b = ds.getConnection()) { n++; } } }
              static class H2Pool { static org.h2.jdbcx.JdbcConnectionPool ds; static void run() throws Exception { ds = org.h2.jdbcx.JdbcConnectionPool.create("jdbc:h2:mem:y", "sa", ""); ds.setMaxConnections(2); try (Connection a = ds.getConnection(); Connection b = ds.getConnection()) { n++; } ds.dispose(); } }
              static class Objects { static GenericObjectPool<StringBuilder> pool; static void run() throws Exception { pool = new GenericObjectPool<>(new BasePooledObjectFactory<StringBuilder>() { public StringBuilder create() { return new StringBuilder(); } public PooledObject<StringBuilder> wrap(StringBuilder s) { return new DefaultPooledObject<>(s); } }); pool.setMaxTotal(2);
                 StringBuilder a = pool.borrowObject(); pool.returnObject(a); a = pool.borrowObject(); StringBuilder b = pool.borrowObject(); pool.returnObject(b); pool.returnObject(a); pool.close(); } }
              static class SafeRefusing { static GenericKeyedObjectPool<String, StringBuilder> pool; static void run() throws Exception { pool = keyed(); pool.setBlockWhenExhausted(false);
                 try { while (true) pool.borrowObject("k"); } catch (java.util.NoSuchElementException e) { n++; } pool.close(); } }
              static class Keyed { static GenericKeyedObjectPool<String, StringBuilder> pool; static final Object o = new Object(); static void run() throws Exception { pool = keyed();
                 StringBuilder a = pool.borrowObject("k"); StringBuilder b = pool.borrowObject("k"); pool.returnObject("k", b); pool.returnObject("k", a); pool.close(); } }
              static class SafeKeyed { static GenericKeyedObjectPool<String, StringBuilder> pool; static void run() throws Exception { pool = keyed();
                 for (int i = 0; i < 3; i++) { StringBuilder a = pool.borrowObject("k" + i); pool.returnObject("k" + i, a); a = pool.borrowObject("k", 1000); pool.invalidateObject("k", a); } pool.close(); } }
              static GenericKeyedObjectPool<String, StringBuilder> keyed() { GenericKeyedObjectPoolConfig<StringBuilder> c = new GenericKeyedObjectPoolConfig<>(); c.setMaxTotal(4); c.setMaxTotalPerKey(4);
                 return new GenericKeyedObjectPool<>(new BaseKeyedPooledObjectFactory<String, StringBuilder>() { public StringBuilder create(String k) { return new StringBuilder(); } public PooledObject<StringBuilder> wrap(StringBuilder b) { return new DefaultPooledObject<>(b); } }, c); }
              static HikariDataSource make(int k) { HikariConfig c = new HikariConfig(); c.setJdbcUrl("jdbc:h2:mem:t" + k); c.setMaximumPoolSize(k); return new HikariDataSource(c); }
              public static void main(String[] args) throws Exception { TwoConns.run(); new UnderLock().run(); SafeOne.run(); SafeQuietly.run(); SafePlain.run(); H2Pool.run(); Objects.run(); SafeRefusing.run(); Keyed.run(); SafeKeyed.run(); System.out.println("end"); }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void whoWaitsForAUnitWithOneOrUnderALockIsReported() throws IOException {
        Run run = ForkedJvm.of(folder, 17, libraries(), POOLS)
                .options("report.file=found.jsonl")
                .run();

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("end\n");
        assertThat(Said.above(folder.resolve("found.jsonl"), "low", "Pools"))
                .containsExactly(
                        "medium resource TwoConns",
                        "medium resource UnderLock",
                        "medium resource H2Pool",
                        "medium resource Objects",
                        "medium resource Keyed");
    }

    private static String libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.matches(".*(HikariCP|h2|commons-pool2|commons-logging|slf4j-api)-[^/]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
