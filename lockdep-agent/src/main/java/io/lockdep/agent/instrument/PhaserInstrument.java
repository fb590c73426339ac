package io.lockdep.agent.instrument;

import io.lockdep.agent.instrument.JdkSignal.Does;
import java.util.Map;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * {@code java.util.concurrent.Phaser}, JDK 17 to 25. Phasers that are one tree wait for each other, so its root is what
 * is waited for.
 */
final class PhaserInstrument {

    private static final String NAME = "java/util/concurrent/Phaser";

    static final JdkType TYPE = new JdkSignal(
            NAME,
            to -> {
                to.visitVarInsn(Opcodes.ALOAD, 0);
                to.visitFieldInsn(Opcodes.GETFIELD, NAME, "root", "L" + NAME + ";");
            },
            Map.of(
                    "arrive()I", Does.SIGNALS,
                    "arriveAndDeregister()I", Does.SIGNALS,
                    "arriveAndAwaitAdvance()I", Does.MEETS,
                    "awaitAdvance(I)I", Does.AWAITS,
                    "awaitAdvanceInterruptibly(I)I", Does.AWAITS,
                    "awaitAdvanceInterruptibly(IJLjava/util/concurrent/TimeUnit;)I", Does.AWAITS));

    private PhaserInstrument() {}
}
