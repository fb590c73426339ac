package io.lockdep.agent.instrument;

import java.util.Set;

/**
 * The methods by which pools hand out units and get them back: those of {@code javax.sql.DataSource} and of commons-pool.
 * Whether an object is a pool is found out when it is asked.
 */
final class PoolCalls {

    private static final Set<String> ASKING = Set.of(
            "getConnection()Ljava/sql/Connection;",
            "getConnection(Ljava/lang/String;Ljava/lang/String;)Ljava/sql/Connection;",
            "borrowObject()Ljava/lang/Object;",
            "borrowObject(J)Ljava/lang/Object;",
            "borrowObject(Ljava/time/Duration;)Ljava/lang/Object;",
            "borrowObject(Ljava/lang/Object;)Ljava/lang/Object;",
            "borrowObject(Ljava/lang/Object;J)Ljava/lang/Object;");

    private PoolCalls() {}

    /** {@return whether a method asks for a unit, if it is a pool's} */
    static boolean isAsking(String name, String descriptor) {
        return ASKING.contains(name + descriptor);
    }

    /** {@return the variable that holds a unit which a method gives back, if it is a pool's; 0 if none} */
    static int givenBack(String name, String descriptor) {
        if (!name.equals("returnObject") && !name.equals("invalidateObject")) {
            return 0;
        }
        return switch (descriptor) {
            case "(Ljava/lang/Object;)V" -> 1;
            case "(Ljava/lang/Object;Ljava/lang/Object;)V" -> 2;
            default -> 0;
        };
    }

    /** {@return whether a call closes what may be a unit, which is on top of the stack} */
    static boolean isClosing(String owner, String name, String descriptor) {
        return name.equals("close")
                && descriptor.equals("()V")
                && (owner.endsWith("Connection") || owner.equals("java/lang/AutoCloseable"));
    }

    /** {@return whether a field of this type may keep a pool} */
    static boolean mayKeep(String descriptor) {
        return descriptor.endsWith("DataSource;") || descriptor.endsWith("Pool;");
    }

    /** {@return the names of all such methods} */
    static Set<String> methods() {
        return Set.of("getConnection", "borrowObject", "returnObject", "invalidateObject", "close");
    }
}
