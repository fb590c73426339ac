package io.lockdep.engine;

import io.lockdep.graph.LockClass;

/** A lock that knows its own class, so that nothing has to be looked up: base of lock maps and of the library's own locks. */
public abstract class ClassedLock {

    final LockClass lockClass;

    /**
     * A lock of a class.
     *
     * @param lockClass name of the class
     */
    protected ClassedLock(String lockClass) {
        this.lockClass = Engine.graph().classNamed(lockClass);
    }

    /** {@return the name of the class} */
    public final String lockClassName() {
        return lockClass.name();
    }
}
