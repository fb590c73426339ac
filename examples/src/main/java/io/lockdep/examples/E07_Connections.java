package io.lockdep.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * 07: a second connection, while one is held.
 *
 * <p>Ordering borrows a connection from the pool and, before it gives it back, writes to the log, which borrows one of its
 * own. The pool has two. Two orders at the same moment have both, and each waits for another one until the pool gives up,
 * half a minute later, with an exception that blames the database. A bigger pool only needs more orders at once. There is
 * no lock in this program; one order on one thread is enough for lockdep to see it.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 07}</pre>
 *
 * <p>The report is in {@code E07_Connections.report.txt} beside this file's resources; a test compares it. The fix is
 * {@link E07_ConnectionsFixed}: one connection for each flow of control, handed on to whoever needs it.
 */
public final class E07_Connections {

    private final DataSource connections;

    private E07_Connections(DataSource connections) {
        this.connections = connections;
    }

    void order() throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table orders (id int)");
            log("ordered");
        }
    }

    private void log(String event) throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table log (event varchar)");
            System.out.println("logged: " + event);
        }
    }

    /**
     * Orders once.
     *
     * @param arguments not used
     * @throws SQLException if the database fails
     */
    public static void main(String[] arguments) throws SQLException {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // the pool logs, and nobody listens
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl("jdbc:h2:mem:shop");
        pool.setMaximumPoolSize(2);
        try (HikariDataSource connections = new HikariDataSource(pool)) {
            new E07_Connections(connections).order();
        }
    }
}
