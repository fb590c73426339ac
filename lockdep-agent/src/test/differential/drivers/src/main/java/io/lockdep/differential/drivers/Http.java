package io.lockdep.differential.drivers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP server and the HTTP client of the JDK talk to each other, waiting for answers and not. */
public final class Http {

    private static final int REQUESTS = 400;

    private Http() {}

    /** Prints what the client was answered. */
    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService workers = Executors.newFixedThreadPool(4);
        server.setExecutor(workers);
        server.createContext("/echo", exchange -> answer(exchange, 200));
        server.createContext("/teapot", exchange -> answer(exchange, 418));
        server.start();
        String base = "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Parallel.run(3, thread -> blocking(client, base, thread)).forEach(System.out::println);

        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            answers.add(client.sendAsync(request(base, i), HttpResponse.BodyHandlers.ofString())
                    .thenApply(response -> response.statusCode() + " " + response.body())
                    .thenCombine(CompletableFuture.supplyAsync(() -> " done"), String::concat));
        }
        for (CompletableFuture<String> answer : answers) {
            System.out.println(answer.get());
        }
        server.stop(0);
        workers.shutdown();
        try {
            client.send(request(base, 0), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            System.out.println(e.getClass().getName());
        }
        // The client's threads are daemons.
    }

    private static String blocking(HttpClient client, String base, int thread) throws Exception {
        Sum sum = new Sum();
        for (int i = 0; i < REQUESTS; i++) {
            HttpResponse<String> response =
                    client.send(request(base, thread * 1_000 + i), HttpResponse.BodyHandlers.ofString());
            sum.add(response.statusCode()).add(response.body());
        }
        return "thread " + thread + " " + sum;
    }

    private static HttpRequest request(String base, int number) {
        return HttpRequest.newBuilder(URI.create(base + (number % 5 == 0 ? "/teapot" : "/echo")))
                .POST(HttpRequest.BodyPublishers.ofString("request " + number))
                .build();
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = (exchange.getRequestMethod() + " " + body).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
