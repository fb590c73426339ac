package io.lockdep.sim.hotplug;

import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * The callbacks of one state; {@code struct cpuhp_step}.
 *
 * @param startup brings something up for a CPU; false if that failed, for lack of memory
 * @param teardown takes it down again; cannot fail
 */
public record CpuhpStep(IntPredicate startup, IntConsumer teardown) {

    static final CpuhpStep NONE = new CpuhpStep(cpu -> true, cpu -> {});

    /**
     * A step that does something on the way up only.
     *
     * @param startup what to do
     * @return the step
     */
    public static CpuhpStep up(IntConsumer startup) {
        return new CpuhpStep(
                cpu -> {
                    startup.accept(cpu);
                    return true;
                },
                NONE.teardown);
    }

    /**
     * A step that does something on the way down only.
     *
     * @param teardown what to do
     * @return the step
     */
    public static CpuhpStep down(IntConsumer teardown) {
        return new CpuhpStep(NONE.startup, teardown);
    }
}
