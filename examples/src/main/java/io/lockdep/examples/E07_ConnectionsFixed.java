package io.lockdep.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** 07, fixed: the log uses the connection that the order has. lockdep is silent, or counts a low finding in the pool. */
public final class E07_ConnectionsFixed {

    private final DataSource connections;

    private E07_ConnectionsFixed(DataSource connections) {
        this.connections = connections;
    }

    void order() throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table orders (id int)");
            log(statement, "ordered");
        }
    }

    private static void log(Statement statement, String event) throws SQLException {
        statement.execute("create table log (event varchar)");
        System.out.println("logged: " + event);
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
            new E07_ConnectionsFixed(connections).order();
        }
    }
}
