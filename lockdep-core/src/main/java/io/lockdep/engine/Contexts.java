package io.lockdep.engine;

/** The contexts of the program. Most have none, and pay nothing. */
final class Contexts {

    private static volatile ContextLock[] all = new ContextLock[0];

    // Read by hooks, so not volatile: a thread that is late treats the first moments as if there were none.
    private static boolean any;

    private Contexts() {}

    /** {@return whether there is any, so that even a lock that is taken while none is held tells something} */
    static boolean exist() {
        return any;
    }

    /** {@return all of them, in the order in which they were made; not to be changed} */
    static ContextLock[] all() {
        return all;
    }

    static synchronized void add(ContextLock context) {
        all = ContextLock.with(all, context);
        any = true;
        Sites.everyLockMatters();
        ThreadTable.liveAmongContexts();
        Engine.lookAgain();
    }
}
