package io.lockdep.agent.instrument;

import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * What fields are called that a class reads and writes: byte code names the class through which a field is reached, which
 * may have inherited it.
 */
final class FieldNames {

    private final String owner;
    private final @Nullable String parent;
    private final Set<String> declared = new HashSet<>();
    private final Set<String> copies = new HashSet<>();

    FieldNames(String ownerInternalName, @Nullable String parentInternalName) {
        this.owner = ownerInternalName;
        this.parent = parentInternalName;
    }

    void declares(String field, int access) {
        declared.add(field);
        if ((access & Opcodes.ACC_SYNTHETIC) != 0) {
            copies.add(field);
        }
    }

    /** {@return whether a field was added by a compiler: to an inner class, it keeps what the code around it calls otherwise} */
    boolean isCopy(String internalName, String field) {
        return isOwn(internalName) && copies.contains(field);
    }

    /** {@return whether a class is the one whose code this is} */
    boolean isOwn(String internalName) {
        return owner.equals(internalName);
    }

    /** {@return the internal name of the class that a field is said to be of} */
    String owner(String internalName, String field) {
        return parent != null && isOwn(internalName) && !declared.contains(field) ? parent : internalName;
    }

    /** {@return the role of what is kept in a field} */
    String role(String internalName, String field) {
        return owner(internalName, field).replace('/', '.') + "." + field;
    }
}
