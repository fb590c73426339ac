package io.lockdep.sim.kernfs;

import io.lockdep.sim.script.StepGates;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory, a file or a link; {@code struct kernfs_node}.
 *
 * <p>The tree is guarded by {@code kernfs_mutex}; the active count has no guard.
 */
public final class KernfsNode {

    private final String name;
    private final @Nullable KernfsNode parent;
    private final @Nullable KernfsOps ops;
    private final @Nullable KernfsNode target;
    private final ActiveRef active;

    /** In the order of names; guarded by {@code kernfs_mutex}. */
    private final NavigableMap<String, KernfsNode> children = new TreeMap<>();

    private KernfsNode(
            String name,
            @Nullable KernfsNode parent,
            @Nullable KernfsOps ops,
            @Nullable KernfsNode target,
            ActiveRef active) {
        this.name = name;
        this.parent = parent;
        this.ops = ops;
        this.target = target;
        this.active = active;
    }

    static KernfsNode dir(String name, @Nullable KernfsNode parent) {
        return new KernfsNode(name, parent, null, null, new ActiveRef(null, new StepGates()));
    }

    static KernfsNode file(String name, KernfsNode parent, String lockClass, KernfsOps ops, StepGates gates) {
        return new KernfsNode(name, parent, ops, null, new ActiveRef(lockClass, gates));
    }

    static KernfsNode link(String name, KernfsNode parent, KernfsNode target) {
        return new KernfsNode(name, parent, null, target, new ActiveRef(null, new StepGates()));
    }

    /**
     * Its name.
     *
     * @return the last component of its path
     */
    public String name() {
        return name;
    }

    /**
     * Its path.
     *
     * @return from the root, such as {@code /slab/dentry/objects}
     */
    public String path() {
        return parent == null ? "" : parent.path() + "/" + name;
    }

    /**
     * Who uses it just now.
     *
     * @return the number of active references, 0 at rest
     */
    public int users() {
        return active.users();
    }

    /**
     * Whether new users are let in.
     *
     * @return false from the beginning of its removal
     */
    public boolean isActive() {
        return active.isActive();
    }

    /**
     * Whether it was removed and its last user is gone.
     *
     * @return true if the count is the bias alone
     */
    public boolean isDrained() {
        return active.isDrained();
    }

    @Nullable
    KernfsNode parent() {
        return parent;
    }

    @Nullable
    KernfsOps ops() {
        return ops;
    }

    @Nullable
    KernfsNode target() {
        return target;
    }

    ActiveRef active() {
        return active;
    }

    NavigableMap<String, KernfsNode> children() {
        return children;
    }

    @Override
    public String toString() {
        return path();
    }
}
