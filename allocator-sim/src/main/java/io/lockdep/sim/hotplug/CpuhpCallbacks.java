package io.lockdep.sim.hotplug;

import io.lockdep.sim.trace.Tracepoints;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where each CPU is, and the callbacks that lead from one state to the next; {@code cpuhp_invoke_callback} of
 * kernel/cpu.c. Who moves a CPU holds the hotplug lock as writer, or was kicked by who does.
 */
final class CpuhpCallbacks {

    private final Tracepoints trace;
    private final CpuhpState[] states;

    /** Written at boot, or under {@code cpuhp_state_mutex} and the hotplug lock as reader. */
    private final Map<CpuhpState, CpuhpStep> steps = new EnumMap<>(CpuhpState.class);

    CpuhpCallbacks(int possibleCpus, Tracepoints trace) {
        this.trace = trace;
        states = new CpuhpState[possibleCpus];
        Arrays.fill(states, CpuhpState.OFFLINE);
        states[0] = CpuhpState.ONLINE;
    }

    CpuhpState state(int cpu) {
        return states[cpu];
    }

    boolean has(CpuhpState state) {
        return steps.containsKey(state);
    }

    void store(CpuhpState state, CpuhpStep step) {
        steps.put(state, step);
    }

    void remove(CpuhpState state) {
        steps.remove(state);
    }

    /** {@code cpuhp_up_callbacks}: after a failure the CPU is back where it was. */
    boolean upTo(int cpu, CpuhpState target) {
        CpuhpState began = states[cpu];
        while (states[cpu].compareTo(target) < 0) {
            CpuhpState next = states[cpu].above();
            if (!startup(cpu, next)) {
                downTo(cpu, began);
                return false;
            }
            states[cpu] = next;
        }
        return true;
    }

    /** {@code cpuhp_down_callbacks}. */
    void downTo(int cpu, CpuhpState target) {
        while (states[cpu].compareTo(target) > 0) {
            leave(cpu);
        }
    }

    /** One state down. */
    void leave(int cpu) {
        CpuhpState leaving = states[cpu];
        teardown(cpu, leaving);
        states[cpu] = leaving.below();
    }

    boolean startup(int cpu, CpuhpState state) {
        trace.emit("cpuhp_enter", state.name(), cpu);
        return steps.getOrDefault(state, CpuhpStep.NONE).startup().test(cpu);
    }

    void teardown(int cpu, CpuhpState state) {
        trace.emit("cpuhp_exit", state.name(), cpu);
        steps.getOrDefault(state, CpuhpStep.NONE).teardown().accept(cpu);
    }
}
