package io.lockdep.engine;

import io.lockdep.report.Escape;

/** What reports call a thread: its name, or its type if it has none as most virtual threads have, and its id. */
final class ThreadName {

    private ThreadName() {}

    static String of(Thread thread, long id) {
        String name = thread.getName();
        if (name.isEmpty()) {
            String type = thread.getClass().getName();
            name = type.substring(type.lastIndexOf('.') + 1);
        }
        return Escape.name(name) + "/" + id;
    }
}
