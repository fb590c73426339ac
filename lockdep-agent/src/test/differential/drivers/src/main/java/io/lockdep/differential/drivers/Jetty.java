package io.lockdep.differential.drivers;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.LoggerFactory;

/** Jetty serves several clients, and is stopped and started again in between. */
public final class Jetty {

    private static final int REQUESTS = 300;

    private Jetty() {}

    /** Prints what the clients were answered. */
    public static void main(String[] args) throws Exception {
        // Its log has times.
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        Server server = new Server(new QueuedThreadPool(12, 2));
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Echo());
        for (int round = 0; round < 3; round++) {
            server.start();
            String base = "http://127.0.0.1:" + connector.getLocalPort();
            Parallel.run(4, thread -> ask(base, thread)).forEach(System.out::println);
            server.stop();
            System.out.println(server.getState());
        }
    }

    private static String ask(String base, int thread) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        Sum sum = new Sum();
        for (int i = 0; i < REQUESTS; i++) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(base + (i % 7 == 0 ? "/fail/" : "/") + i))
                            .POST(HttpRequest.BodyPublishers.ofString("body ".repeat(i)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            sum.add(response.statusCode()).add(response.statusCode() == 200 ? response.body() : "");
        }
        return "client " + thread + " " + sum;
    }

    /** Answers with the path and what was sent, or fails. */
    private static final class Echo extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String path = Request.getPathInContext(request);
            if (path.startsWith("/fail")) {
                response.setStatus(503);
                callback.succeeded();
                return true;
            }
            String body = Content.Source.asString(request);
            Content.Sink.write(response, true, path + " " + body, callback);
            return true;
        }
    }
}
