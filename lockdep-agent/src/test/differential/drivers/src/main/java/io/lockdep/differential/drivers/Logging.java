package io.lockdep.differential.drivers;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/** Several threads log through Logback, directly and behind a queue, and through java.util.logging. */
public final class Logging {

    private static final int THREADS = 4;
    private static final int MESSAGES = 2_000;

    private Logging() {}

    /** Prints digests of the sorted files of log. */
    public static void main(String[] args) throws Exception {
        logback();
        print("direct.log");
        print("queued.log");
        jul();
        print("jul.log");
    }

    private static void logback() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.DEBUG);
        root.addAppender(file(context, "direct.log"));
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setQueueSize(64);
        queue.setDiscardingThreshold(0);
        queue.setMaxFlushTime(0);
        queue.addAppender(file(context, "queued.log"));
        queue.start();
        root.addAppender(queue);
        Parallel.run(THREADS, thread -> {
            for (int i = 0; i < MESSAGES; i++) {
                org.slf4j.Logger logger = LoggerFactory.getLogger("log." + thread + "." + i % 50);
                logger.debug("message {} of {}", i, thread);
                if (i % 500 == 0) {
                    logger.error("failed at " + i, new IllegalStateException("thread " + thread));
                }
            }
            return thread;
        });
        context.stop();
    }

    private static FileAppender<ILoggingEvent> file(LoggerContext context, String name) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%level %logger{20} %msg %caller{1}%n%ex{short}");
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setFile(name);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static void jul() throws Exception {
        java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
        List.of(root.getHandlers()).stream()
                .filter(ConsoleHandler.class::isInstance)
                .forEach(root::removeHandler);
        System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s %3$s %5$s%n");
        FileHandler handler = new FileHandler("jul.log");
        handler.setFormatter(new SimpleFormatter());
        root.addHandler(handler);
        Parallel.run(THREADS, thread -> {
            for (int i = 0; i < MESSAGES; i++) {
                java.util.logging.Logger.getLogger("jul." + thread + "." + i % 50)
                        .info("message " + i);
            }
            return thread;
        });
        handler.close();
    }

    private static void print(String log) throws Exception {
        List<String> lines = Files.readAllLines(Path.of(log), StandardCharsets.UTF_8).stream()
                .sorted()
                .toList();
        Sum sum = new Sum();
        lines.forEach(sum::add);
        System.out.println(log + ": " + lines.size() + " lines, " + sum);
    }
}
