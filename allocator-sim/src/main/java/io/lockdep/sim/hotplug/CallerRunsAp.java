package io.lockdep.sim.hotplug;

/**
 * Callbacks of a CPU on the thread that brings it up or down. Departure: 4.10 had hotplug threads already, but neither a
 * lock map for the hand-over nor, in the simulation, anything that depends on which thread it is.
 */
final class CallerRunsAp implements ApCallbacks {

    private final CpuhpCallbacks callbacks;

    CallerRunsAp(CpuhpCallbacks callbacks) {
        this.callbacks = callbacks;
    }

    @Override
    public boolean bringUp(int cpu) {
        return callbacks.upTo(cpu, CpuhpState.ONLINE);
    }

    @Override
    public void takeDown(int cpu) {
        callbacks.downTo(cpu, CpuhpState.TEARDOWN_CPU);
    }

    @Override
    public void takedownCpu(int cpu) {
        callbacks.leave(cpu);
    }

    @Override
    public boolean invokeApCallback(int cpu, CpuhpState state, boolean bringup) {
        if (bringup) {
            return callbacks.startup(cpu, state);
        }
        callbacks.teardown(cpu, state);
        return true;
    }
}
