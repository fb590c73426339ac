package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import io.lockdep.graph.Rules;

/** A lock that knows its own class, so that nothing has to be looked up: base of lock maps and of the library's own locks. */
public abstract class ClassedLock implements SelfReporting {

    // Not volatile: who takes the lock while another thread changes its class uses either.
    LockClass lockClass;
    private final boolean excludes;

    /**
     * A lock of a class.
     *
     * @param lockClass name of the class
     * @param excludes whether holding it keeps others out, or only stands for a wait
     */
    protected ClassedLock(String lockClass, boolean excludes) {
        this(Engine.graph().classNamed(lockClass), excludes);
    }

    ClassedLock(LockClass lockClass, boolean excludes) {
        this.excludes = excludes;
        this.lockClass = lockClass;
    }

    /** {@return what the program has said of the class} */
    protected final Rules rules() {
        return lockClass.rules();
    }

    final boolean excludes() {
        return excludes;
    }

    /** {@return the name of the class} */
    public final String lockClassName() {
        return lockClass.name();
    }
}
