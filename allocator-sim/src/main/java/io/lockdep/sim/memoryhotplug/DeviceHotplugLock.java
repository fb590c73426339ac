package io.lockdep.sim.memoryhotplug;

import io.lockdep.Lockdep;
import io.lockdep.sim.kernfs.Errno;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What lets one device at a time come or go; {@code device_hotplug_lock} of drivers/base/core.c, 5.3.
 *
 * <p>Who writes to a file of a device holds an active reference to the file, and who removes the device waits for that
 * with this lock held. Hence the file may only try the lock; if it is taken, the whole system call begins anew, without
 * the reference for a moment.
 */
public final class DeviceHotplugLock {

    private static final long RESTART_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ReentrantLock lock = Lockdep.name(new ReentrantLock(), "device_hotplug_lock");
    private final boolean sysfsWaits;

    /**
     * Makes an unlocked one.
     *
     * @param sysfsWaits whether files wait for it like everybody else, which no kernel does
     */
    public DeviceHotplugLock(boolean sysfsWaits) {
        this.sysfsWaits = sysfsWaits;
    }

    /** Waits for the lock ({@code lock_device_hotplug}). */
    public void lockDeviceHotplug() {
        lock.lock();
    }

    /** Gives it back ({@code unlock_device_hotplug}). */
    public void unlockDeviceHotplug() {
        lock.unlock();
    }

    /**
     * Tries the lock on behalf of a file ({@code lock_device_hotplug_sysfs}).
     *
     * @return 0, or {@link Errno#ERESTART} after a sleep of 5 ms if it is taken
     */
    public int lockDeviceHotplugSysfs() {
        if (sysfsWaits) {
            lock.lock();
            return 0;
        }
        if (lock.tryLock()) {
            return 0;
        }
        LockSupport.parkNanos(RESTART_NS);
        return Errno.ERESTART;
    }
}
