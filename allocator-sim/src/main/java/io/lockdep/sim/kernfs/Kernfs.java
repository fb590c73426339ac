package io.lockdep.sim.kernfs;

import io.lockdep.Lockdep;
import io.lockdep.sim.script.StepGates;
import io.lockdep.sim.trace.Tracepoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A tree of nodes under one mutex; {@code struct kernfs_root} with {@code kernfs_create_*} and {@code kernfs_remove} of
 * fs/kernfs/dir.c and file.c, 5.3. Sysfs is the one instance a machine has.
 *
 * <p>Who removes a node waits until nobody uses it any more, without {@code kernfs_mutex} but with whatever else it
 * holds. That wait is half of scenarios S2, S2b and S2d; the other half is what a file's own operations take.
 *
 * <p>Departures: names and links are plain (no namespaces, no inodes); {@code sb_writers} of the superblock is kept
 * here because there is one superblock. Thread-safe.
 */
public final class Kernfs {

    /** Prefix of the classes of active references; the attribute's name follows. */
    public static final String LOCK_CLASS_PREFIX = "kn->count#";

    private final ReentrantLock kernfsMutex = Lockdep.name(new ReentrantLock(), "kernfs_mutex");
    private final ReentrantReadWriteLock sbWriters = Lockdep.name(new ReentrantReadWriteLock(true), "sb_writers#sysfs");
    private final KernfsNode root = KernfsNode.dir("", null);
    private final StepGates gates;
    private final Tracepoints trace;

    /**
     * Makes a tree with nothing but a root.
     *
     * @param trace where creation and removal are noted
     */
    public Kernfs(Tracepoints trace) {
        this(new StepGates(), trace);
    }

    /**
     * Makes a tree with nothing but a root, whose users a script can stop.
     *
     * @param gates where
     * @param trace where creation and removal are noted
     */
    public Kernfs(StepGates gates, Tracepoints trace) {
        this.gates = gates;
        this.trace = trace;
    }

    /**
     * The top of the tree.
     *
     * @return a directory that always exists
     */
    public KernfsNode root() {
        return root;
    }

    /**
     * Makes a directory ({@code kernfs_create_dir}).
     *
     * @param parent where
     * @param name a name that is free there
     * @return the directory
     * @throws IllegalStateException if the name is taken or the parent was removed
     */
    public KernfsNode createDir(KernfsNode parent, String name) {
        return addOne(KernfsNode.dir(name, parent));
    }

    /**
     * Makes a file ({@code kernfs_create_file}). All files made for one attribute share a lock class, however many
     * directories have one.
     *
     * @param parent where
     * @param name a name that is free there
     * @param attribute whose class the active reference has: {@code kn->count#attribute}
     * @param ops what it does
     * @return the file
     * @throws IllegalStateException if the name is taken or the parent was removed
     */
    public KernfsNode createFile(KernfsNode parent, String name, String attribute, KernfsOps ops) {
        return addOne(KernfsNode.file(name, parent, LOCK_CLASS_PREFIX + attribute, ops, gates));
    }

    /**
     * Makes a link ({@code kernfs_create_link}).
     *
     * @param parent where
     * @param name a name that is free there
     * @param target what it leads to
     * @return the link
     * @throws IllegalStateException if the name is taken or the parent was removed
     */
    public KernfsNode createLink(KernfsNode parent, String name, KernfsNode target) {
        return addOne(KernfsNode.link(name, parent, target));
    }

    /**
     * Looks a node up ({@code kernfs_walk_ns}); follows links on the way.
     *
     * @param path from the root, such as {@code /slab/dentry/objects}
     * @return the node, or null if there is none
     */
    public @Nullable KernfsNode walk(String path) {
        kernfsMutex.lock();
        try {
            KernfsNode node = root;
            for (String name : path.split("/", -1)) {
                if (!name.isEmpty()) {
                    KernfsNode next = follow(node.children().get(name));
                    if (next == null) {
                        return null;
                    }
                    node = next;
                }
            }
            return node;
        } finally {
            kernfsMutex.unlock();
        }
    }

    /**
     * Opens a file ({@code kernfs_fop_open}), which uses the node for a moment only: a removed node stays open.
     *
     * @param path from the root
     * @return the open file, or null if there is none
     */
    public @Nullable OpenFile open(String path) {
        KernfsNode node = walk(path);
        if (node == null || !node.active().getActive()) {
            return null;
        }
        try {
            KernfsOps ops = node.ops();
            return ops == null ? null : new OpenFile(node, ops, sbWriters);
        } finally {
            node.active().putActive();
        }
    }

    /**
     * Lists a directory ({@code kernfs_fop_readdir}).
     *
     * @param path from the root
     * @return the names in it, none if there is no such directory
     */
    public List<String> readdir(String path) {
        KernfsNode directory = walk(path);
        kernfsMutex.lock();
        try {
            return directory == null
                    ? List.of()
                    : List.copyOf(directory.children().keySet());
        } finally {
            kernfsMutex.unlock();
        }
    }

    /**
     * Removes a node with everything below ({@code kernfs_remove}): lets no new user in, then waits for those that there
     * are, node by node. The caller must not be one of them.
     *
     * @param node what to remove; nothing happens if somebody else has done so
     */
    public void remove(KernfsNode node) {
        kernfsMutex.lock();
        try {
            removeLocked(node);
        } finally {
            kernfsMutex.unlock();
        }
        trace.emit("kernfs_remove", node.path(), 0);
    }

    /**
     * Every node there is.
     *
     * @return the tree, parents before children
     */
    public List<KernfsNode> nodes() {
        List<KernfsNode> nodes = new ArrayList<>();
        kernfsMutex.lock();
        try {
            collect(root, nodes);
        } finally {
            kernfsMutex.unlock();
        }
        return nodes;
    }

    /** {@code kernfs_add_one}. */
    private KernfsNode addOne(KernfsNode node) {
        KernfsNode parent = node.parent();
        kernfsMutex.lock();
        try {
            if (parent == null || !parent.isActive()) {
                throw new IllegalStateException("no directory for " + node.path());
            }
            if (parent.children().putIfAbsent(node.name(), node) != null) {
                throw new IllegalStateException("cannot create duplicate filename '" + node.path() + "'");
            }
        } finally {
            kernfsMutex.unlock();
        }
        return node;
    }

    /** {@code __kernfs_remove}. */
    private void removeLocked(KernfsNode node) {
        if (!isLinked(node)) {
            return;
        }
        List<KernfsNode> subtree = new ArrayList<>();
        collect(node, subtree);
        subtree.forEach(below -> below.active().deactivate());
        KernfsNode leaf;
        do {
            leaf = leftmostDescendant(node);
            drain(leaf);
            // The mutex was dropped: another remover of this leaf may have unlinked it.
            unlinkSibling(leaf);
        } while (leaf != node);
    }

    /** {@code kernfs_drain}: waits without the mutex. */
    private void drain(KernfsNode node) {
        kernfsMutex.unlock();
        try {
            node.active().drain();
        } finally {
            kernfsMutex.lock();
        }
    }

    private static void unlinkSibling(KernfsNode node) {
        KernfsNode parent = node.parent();
        if (parent != null) {
            parent.children().remove(node.name(), node);
        }
    }

    private static boolean isLinked(KernfsNode node) {
        KernfsNode parent = node.parent();
        return parent != null && parent.children().get(node.name()) == node;
    }

    private static KernfsNode leftmostDescendant(KernfsNode node) {
        KernfsNode leaf = node;
        Map.Entry<String, KernfsNode> first = leaf.children().firstEntry();
        while (first != null) {
            leaf = first.getValue();
            first = leaf.children().firstEntry();
        }
        return leaf;
    }

    private static @Nullable KernfsNode follow(@Nullable KernfsNode node) {
        KernfsNode target = node == null ? null : node.target();
        return target == null ? node : target;
    }

    private static void collect(KernfsNode node, List<KernfsNode> into) {
        into.add(node);
        node.children().values().forEach(child -> collect(child, into));
    }
}
