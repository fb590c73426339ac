package io.lockdep.sim.slab;

import io.lockdep.sim.hotplug.CpuHotplugLock;
import io.lockdep.sim.memoryhotplug.MemHotplugLock;
import java.util.function.Supplier;

/**
 * The two hotplug locks in the order in which mm/slab_common.c takes them: CPUs, then memory.
 *
 * @param cpus keeps CPUs
 * @param mems keeps memory
 */
record HotplugLocks(CpuHotplugLock cpus, MemHotplugLock mems) {

    /** {@code get_online_cpus(); get_online_mems(); ...}. */
    <T> T under(Supplier<T> body) {
        return underCpus(() -> underMems(body));
    }

    <T> T underCpus(Supplier<T> body) {
        cpus.getOnlineCpus();
        try {
            return body.get();
        } finally {
            cpus.putOnlineCpus();
        }
    }

    <T> T underMems(Supplier<T> body) {
        mems.getOnlineMems();
        try {
            return body.get();
        } finally {
            mems.putOnlineMems();
        }
    }

    /** The same by trylock: gives the other value if one of them is taken. */
    <T> T tryUnder(Supplier<T> body, T busy) {
        if (!cpus.tryGetOnlineCpus()) {
            return busy;
        }
        try {
            if (!mems.tryGetOnlineMems()) {
                return busy;
            }
            try {
                return body.get();
            } finally {
                mems.putOnlineMems();
            }
        } finally {
            cpus.putOnlineCpus();
        }
    }
}
