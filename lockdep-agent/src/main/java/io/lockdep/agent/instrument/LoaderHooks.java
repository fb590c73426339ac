package io.lockdep.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Reports class loaders that lock themselves while they load. Those that can load in parallel lock one object per class
 * name, of which superclasses are the only order there can be.
 */
final class LoaderHooks extends MonitorHooks {

    LoaderHooks(MethodVisitor to, int state, SiteNumbers sites) {
        super(to, state, sites);
    }

    @Override
    void enter(int state, int site) {
        mv.visitInsn(Opcodes.DUP);
        Hook.number(mv, site);
        Hook.loaderEnter(mv);
        mv.visitVarInsn(Opcodes.ASTORE, state);
    }
}
