package io.lockdep.engine;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The units of a pool of connections or other objects, kept beside it.
 *
 * <p>A pool is what can say how many it hands out at most. A data source that cannot opens a connection whenever it is
 * asked, or hands the question on to one that can.
 */
final class PoolUnits extends UnitLock implements StandIn {

    // HikariCP and others, commons-pool 2 and DBCP 2, c3p0 and UCP, DBCP 1, Tomcat and Druid, H2, Vibur.
    private static final String[] CAPACITY = {
        "getMaximumPoolSize", "getMaxTotal", "getMaxPoolSize", "getMaxActive", "getMaxConnections", "getPoolMaxSize",
    };
    private static final String NONE = "";

    // Commons-pool: whether who asks for more than there is waits at all.
    private static final String BLOCKS = "getBlockWhenExhausted";

    private final String shownAs;
    private final boolean bounded;

    private PoolUnits(Object pool, int most) {
        super(most > 0 ? most : UNKNOWN);
        this.shownAs = Reporter.instance(pool);
        this.bounded = most > 0;
    }

    /** {@return whether a pool of this type can say how many units it has} */
    static boolean isPool(Object pool) {
        LockType type = LockTypes.of(pool.getClass());
        String getter = type.capacity;
        if (getter == null) {
            getter = getter(pool.getClass());
            type.capacity = getter;
        }
        return !getter.equals(NONE);
    }

    private static String getter(Class<?> type) {
        for (String name : CAPACITY) {
            if (method(type, name, int.class) != null) {
                return name;
            }
        }
        return NONE;
    }

    private static @Nullable Method method(Class<?> type, String name, Class<?> returned) {
        try {
            Method method = type.getMethod(name);
            return method.getReturnType() == returned ? method : null;
        } catch (NoSuchMethodException | LinkageError e) {
            return null;
        }
    }

    /**
     * {@return the units of a pool, null if it has not been asked before}
     *
     * @param pool the pool
     */
    static @Nullable PoolUnits known(Object pool) {
        return Companions.of(pool) instanceof PoolUnits units ? units : null;
    }

    /**
     * Asks a pool for its size, which by now has handed out a unit, so that it is not started by being asked.
     *
     * @return null if there is no room for it
     */
    static @Nullable PoolUnits of(Object pool) {
        PoolUnits known = known(pool);
        if (known != null) {
            return known;
        }
        PoolUnits fresh = new PoolUnits(pool, blocks(pool) ? size(pool) : 0);
        fresh.is(LockClasses.ofPool(pool));
        return Companions.putIfAbsent(pool, fresh) instanceof PoolUnits units ? units : null;
    }

    private static int size(Object pool) {
        String getter = LockTypes.of(pool.getClass()).capacity;
        Method method = getter == null ? null : method(pool.getClass(), getter, int.class);
        try {
            return method == null ? 0 : (Integer) open(method).invoke(pool);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return 0;
        }
    }

    private static boolean blocks(Object pool) {
        Method method = method(pool.getClass(), BLOCKS, boolean.class);
        try {
            return method == null || (Boolean) open(method).invoke(pool);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return true;
        }
    }

    // Its class need not be public.
    private static Method open(Method method) {
        method.setAccessible(true);
        return method;
    }

    /** {@return whether there is a limit to what it hands out} */
    boolean isBounded() {
        return bounded;
    }

    @Override
    public String shownAs() {
        return shownAs;
    }
}
