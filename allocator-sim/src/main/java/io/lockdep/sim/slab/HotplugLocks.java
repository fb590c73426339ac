package io.lockdep.sim.slab;

import io.lockdep.sim.hotplug.CpuHotplugLock;
import io.lockdep.sim.memoryhotplug.MemHotplugLock;
import java.util.function.Supplier;

/**
 * What is held around {@code slab_mutex}: the two hotplug locks, CPUs before memory, or less, as kernels differ in it.
 *
 * @param policy which of them this kernel takes
 * @param cpus keeps CPUs
 * @param mems keeps memory
 */
record HotplugLocks(SlabPolicy policy, CpuHotplugLock cpus, MemHotplugLock mems) {

    /** Around the creation of a cache: both, or none since 5.12. */
    <T> T aroundCreate(Supplier<T> body) {
        return policy.hotplugLocks() ? under(body) : body.get();
    }

    /** Around its end: since 5.15 CPUs are flushed by works there, and so the CPU hotplug lock comes first again. */
    <T> T aroundDestroy(Supplier<T> body) {
        if (policy.hotplugLocks()) {
            return under(body);
        }
        return policy.flushWorks() && !policy.flushLockFirst() ? underCpus(body) : body.get();
    }

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
