package io.lockdep.engine;

/** The contexts of the program. Most have none, and pay nothing. */
final class Contexts {

    private static volatile ContextLock[] all = new ContextLock[0];

    private Contexts() {}

    /** {@return whether there is any, so that even a lock that is taken while none is held tells something} */
    static boolean exist() {
        return all.length != 0;
    }

    /** {@return all of them, in the order in which they were made; not to be changed} */
    static ContextLock[] all() {
        return all;
    }

    static synchronized void add(ContextLock context) {
        all = ContextLock.with(all, context);
        Sites.everyPlaceNests();
    }
}
