package io.lockdep.agent.instrument;

import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Reports the updates of a {@code ConcurrentHashMap}: it locks a node of the table, under which {@code compute} and its like
 * run code of the program. Nodes come and go, and which one a key has is chance, so the map stands for all of them.
 */
final class MapUpdateHooks extends MonitorHooks {

    private static final Set<String> UPDATES = Set.of("putVal", "replaceNode", "clear");
    private static final Set<String> CALLING = Set.of("computeIfAbsent", "computeIfPresent", "compute", "merge");

    private final SiteNumbers sites;
    private final boolean calling;

    /**
     * Wraps an update.
     *
     * @param calling whether code of the program runs while a node is locked
     */
    MapUpdateHooks(MethodVisitor to, int state, SiteNumbers sites, boolean calling) {
        super(to, state, sites);
        this.sites = sites;
        this.calling = calling;
    }

    static boolean isUpdate(String method) {
        return UPDATES.contains(method) || isCalling(method);
    }

    static boolean isCalling(String method) {
        return CALLING.contains(method);
    }

    @Override
    public void visitCode() {
        super.visitCode();
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        Hook.number(mv, sites.taking());
        Hook.mapUpdate(mv);
    }

    @Override
    void enter(int state, int site) {
        if (calling) {
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            mv.visitVarInsn(Opcodes.ALOAD, state);
            Hook.number(mv, site);
            Hook.mapEnter(mv);
            mv.visitVarInsn(Opcodes.ASTORE, state);
        }
    }

    @Override
    void exiting() {
        // The map is at hand when the node is not.
    }

    @Override
    void exited(int state) {
        if (calling) {
            mv.visitVarInsn(Opcodes.ALOAD, state);
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            Hook.monitorExit(mv);
        }
    }
}
