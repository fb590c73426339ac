package io.lockdep.agent;

/** How the programs of the tests make, take and release a lock. */
enum LockKind {
    MONITOR("Object", "synchronized (%s) {\n", "}\n"),
    REENTRANT_LOCK("ReentrantLock", "%s.lock();\ntry {\n", "} finally {\n%s.unlock();\n}\n"),
    INTERRUPTIBLY("ReentrantLock", "%s.lockInterruptibly();\ntry {\n", "} finally {\n%s.unlock();\n}\n"),
    TRIED("ReentrantLock", "if (%s.tryLock())\ntry {\n", "} finally {\n%s.unlock();\n}\n"),
    TIMED("ReentrantLock", "if (%s.tryLock(9, TimeUnit.SECONDS))\ntry {\n", "} finally {\n%s.unlock();\n}\n"),
    WRITE_LOCK(
            "ReentrantReadWriteLock", "%s.writeLock().lock();\ntry {\n", "} finally {\n%s.writeLock().unlock();\n}\n"),
    READ_LOCK("ReentrantReadWriteLock", "%s.readLock().lock();\ntry {\n", "} finally {\n%s.readLock().unlock();\n}\n");

    final String type;
    final String open;
    final String close;

    LockKind(String type, String open, String close) {
        this.type = type;
        this.open = open;
        this.close = close;
    }
}
