package io.lockdep.benchmarks.child;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.Driver;

/** A fixed amount of SQL work on a database in memory, by two threads; prints the CPU time that it took when warm. */
public final class SqlWork {

    private static final String URL = "jdbc:h2:mem:bank;DB_CLOSE_DELAY=-1";
    private static final int THREADS = 2;
    private static final int ACCOUNTS = 1000;

    private SqlWork() {}

    /**
     * Does the work.
     *
     * @param arguments how many transactions each thread makes to warm up, and how many are measured
     * @throws Exception if any fails
     */
    public static void main(String[] arguments) throws Exception {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        try (Connection first = open()) {
            createTables(first);
            run(Integer.parseInt(arguments[0]));
            long before = system.getProcessCpuTime();
            long sum = run(Integer.parseInt(arguments[1]));
            System.out.println("cpu " + (system.getProcessCpuTime() - before) / 1e6);
            System.out.println("sum " + sum);
        }
    }

    private static Connection open() throws SQLException {
        return new Driver().connect(URL, new Properties());
    }

    private static void createTables(Connection to) throws SQLException {
        try (Statement statement = to.createStatement()) {
            statement.execute("create table account (id int primary key, owner varchar(40), balance bigint)");
            statement.execute(
                    "create table booking (id bigint auto_increment primary key, account int, amount bigint)");
            statement.execute("create index booked on booking (account)");
        }
        try (PreparedStatement insert = to.prepareStatement("insert into account values (?, ?, ?)")) {
            for (int i = 0; i < ACCOUNTS; i++) {
                insert.setInt(1, i);
                insert.setString(2, "owner " + i);
                insert.setLong(3, 1000);
                insert.executeUpdate();
            }
        }
    }

    private static long run(int transactions) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Callable<Long>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int part = i;
            all.add(() -> transact(part, transactions));
        }
        long sum = 0;
        for (Future<Long> each : threads.invokeAll(all)) {
            sum += each.get();
        }
        threads.shutdown();
        return sum;
    }

    // Accounts of one thread only, so that nobody waits for a row of the other.
    private static long transact(int part, int transactions) throws SQLException {
        Random random = new Random(part);
        long sum = 0;
        try (Connection connection = open();
                PreparedStatement read = connection.prepareStatement("select balance from account where id = ?");
                PreparedStatement write =
                        connection.prepareStatement("update account set balance = balance + ? where id = ?");
                PreparedStatement book =
                        connection.prepareStatement("insert into booking (account, amount) values (?, ?)");
                PreparedStatement history = connection.prepareStatement(
                        "select count(*), sum(b.amount) from booking b join account a on a.id = b.account where a.id = ?")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < transactions; i++) {
                int account = random.nextInt(ACCOUNTS / THREADS) * THREADS + part;
                int amount = random.nextInt(100) - 50;
                sum += query(read, account);
                write.setLong(1, amount);
                write.setInt(2, account);
                write.executeUpdate();
                book.setInt(1, account);
                book.setLong(2, amount);
                book.executeUpdate();
                sum += query(history, account);
                connection.commit();
            }
        }
        return sum;
    }

    private static long query(PreparedStatement statement, int account) throws SQLException {
        statement.setInt(1, account);
        try (ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }
}
