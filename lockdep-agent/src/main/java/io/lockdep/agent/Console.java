package io.lockdep.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The process's standard error, written to directly.
 *
 * <p>Not {@code System.err}: its lock is one that the program can hold, and waiting for it inside a lock hook could
 * deadlock a program that could not before. One text is one write, so that lines of two threads do not mix.
 */
final class Console {

    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.err);

    private Console() {}

    /** Prints one line under lockdep's name. */
    static void line(String text) {
        print("lockdep: " + text + "\n");
    }

    /** Prints text as it is. */
    static void print(String text) {
        try {
            OUT.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Standard error is closed: there is nobody left to tell.
            return;
        }
    }
}
