package io.lockdep.sim.scenario;

import io.lockdep.Lockdep;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memoryhotplug.DeviceHotplugLock;
import io.lockdep.sim.memoryhotplug.MemoryAction;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tries to take a block of memory offline and gives up when everybody has been told; {@code state_store},
 * {@code device_offline} and {@code __offline_pages} of 5.3 up to {@code memory_notify}, with a block that cannot go.
 *
 * <p>{@code device_hotplug_lock} is taken by trylock: who finds it taken restarts the system call.
 */
final class MemoryOffliner {

    private final SimKernel kernel;
    private final DeviceHotplugLock deviceHotplugLock;
    private final ReentrantLock devMutex = Lockdep.name(new ReentrantLock(), "&dev->mutex");

    MemoryOffliner(SimKernel kernel) {
        this.kernel = kernel;
        deviceHotplugLock = kernel.memoryHotplug().deviceHotplugLock();
    }

    /** {@code echo offline > state}. */
    String stateStore() {
        if (deviceHotplugLock.lockDeviceHotplugSysfs() != 0) {
            return "-ERESTARTNOINTR";
        }
        try {
            deviceOffline();
        } finally {
            deviceHotplugLock.unlockDeviceHotplug();
        }
        return "MEM_GOING_OFFLINE, then MEM_CANCEL_OFFLINE";
    }

    private void deviceOffline() {
        devMutex.lock();
        try {
            offlinePages();
        } finally {
            devMutex.unlock();
        }
    }

    private void offlinePages() {
        kernel.memHotplugLock().memHotplugBegin();
        try {
            kernel.memoryHotplug().notifiers().notifyAll(MemoryAction.GOING_OFFLINE);
            kernel.memoryHotplug().notifiers().notifyAll(MemoryAction.CANCEL_OFFLINE);
        } finally {
            kernel.memHotplugLock().memHotplugDone();
        }
    }
}
