package io.lockdep.differential.drivers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.jdbcx.JdbcConnectionPool;

/** H2: several threads insert, transfer, roll back and query one database on disk, through a pool of connections. */
public final class Sql {

    private static final int THREADS = 4;
    private static final int ROWS = 400;
    private static final String URL = "jdbc:h2:./accounts;LOCK_TIMEOUT=20000";

    private Sql() {}

    /** Prints what the tables hold in the end. */
    public static void main(String[] args) throws Exception {
        JdbcConnectionPool pool = JdbcConnectionPool.create(URL, "sa", "");
        pool.setMaxConnections(3);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table account(id int primary key, balance int not null)");
            statement.execute(
                    "create table entry(thread int, number int, text varchar(200), primary key(thread, number))");
            statement.execute("create index entry_text on entry(text)");
            statement.execute(
                    "create view busy as select thread, count(*) n, sum(number) total from entry group by thread");
            statement.execute("insert into account select x, 1000 from system_range(1, 50)");
        }
        Parallel.run(THREADS, thread -> insert(pool, thread)).forEach(n -> System.out.println("inserted " + n));
        Parallel.run(THREADS, thread -> transfer(pool, thread)).forEach(n -> System.out.println("transferred " + n));
        try (Connection connection = pool.getConnection()) {
            print(connection, "select * from account order by id");
            print(connection, "select * from busy order by thread");
            print(connection, "select * from entry order by thread, number");
            print(
                    connection,
                    "select a.id, count(e.number) from account a left join entry e on e.number = a.id group by a.id order by 1");
            print(
                    connection,
                    "select table_name, column_name, data_type from information_schema.columns where table_schema = 'PUBLIC' order by 1, 2");
            fail(connection, "insert into account values(1, 1)");
            fail(connection, "select * from nowhere");
            fail(connection, "insert into account values(2000, null)");
        }
        pool.dispose();
        try (Connection connection = DriverManager.getConnection(URL, "sa", "")) {
            print(connection, "select count(*), sum(balance) from account");
        }
    }

    private static int insert(JdbcConnectionPool pool, int thread) throws SQLException {
        int inserted = 0;
        for (int row = 0; row < ROWS; row++) {
            try (Connection connection = pool.getConnection();
                    PreparedStatement insert = connection.prepareStatement("insert into entry values(?, ?, ?)")) {
                connection.setAutoCommit(false);
                insert.setInt(1, thread);
                insert.setInt(2, row);
                insert.setString(3, "entry " + row * 31 % 97 + " of " + thread);
                inserted += insert.executeUpdate();
                if (row % 10 == 9) {
                    connection.rollback();
                    inserted--;
                } else {
                    connection.commit();
                }
            }
        }
        return inserted;
    }

    /** Moves money along the same order of accounts in every thread, so that the database sees no deadlock. */
    private static int transfer(JdbcConnectionPool pool, int thread) throws SQLException {
        int transferred = 0;
        for (int i = 0; i < ROWS; i++) {
            int from = 1 + (i * 7 + thread) % 49;
            try (Connection connection = pool.getConnection();
                    PreparedStatement update =
                            connection.prepareStatement("update account set balance = balance + ? where id = ?")) {
                connection.setAutoCommit(false);
                update.setInt(1, -1);
                update.setInt(2, from);
                transferred += update.executeUpdate();
                update.setInt(1, 1);
                update.setInt(2, from + 1);
                transferred += update.executeUpdate();
                connection.commit();
            }
        }
        return transferred;
    }

    private static void print(Connection connection, String query) throws Exception {
        Sum sum = new Sum();
        int rows = 0;
        String last = "";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int column = 1; column <= columns; column++) {
                    row.append(result.getString(column)).append(' ');
                }
                last = row.toString().trim();
                sum.add(last);
                rows++;
            }
        }
        System.out.println(query + ": " + rows + " rows, " + sum + ", last " + last.replace('\n', ' '));
    }

    private static void fail(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            System.out.println(sql + ": done");
        } catch (SQLException e) {
            System.out.println(sql + ": " + e.getClass().getName() + " " + e.getErrorCode() + " " + e.getMessage());
        }
    }
}
