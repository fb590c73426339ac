package io.lockdep.sim.memoryhotplug;

import io.lockdep.sim.kernfs.Errno;
import io.lockdep.sim.kernfs.Kernfs;
import io.lockdep.sim.kernfs.OpenFile;
import io.lockdep.sim.sched.Task;

/**
 * What an administrator does with memory blocks at a shell: {@code echo offline > state} and so on, with the restart of
 * system calls that the kernel does on the way back to user space.
 */
public final class MemorySysfs {

    private final Kernfs sysfs;

    /**
     * Makes a shell.
     *
     * @param sysfs where the files are
     */
    public MemorySysfs(Kernfs sysfs) {
        this.sysfs = sysfs;
    }

    /**
     * Switches a block on or off.
     *
     * @param block which one
     * @param state {@code online} or {@code offline}
     * @return 0, or a negative {@link Errno}
     */
    public int setState(MemoryBlock block, String state) {
        return echo(state, MemoryBlockDevices.DIRECTORY + "/" + block.name() + "/state");
    }

    /**
     * Takes a block away from its driver, and so from the machine.
     *
     * @param block which one
     * @return 0, or a negative {@link Errno}
     */
    public int unbind(MemoryBlock block) {
        return echo(block.name(), MemoryBlockDevices.DRIVER + "/unbind");
    }

    private int echo(String text, String path) {
        OpenFile file = sysfs.open(path);
        if (file == null) {
            return Errno.ENODEV;
        }
        int rc = file.write(text);
        while (rc == Errno.ERESTART) {
            rc = file.write(text);
        }
        Task.current().setSignalPending(false);
        return Math.min(rc, 0);
    }
}
