package io.lockdep.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Processor time as the kernel of Linux counts it, so that the programs need not measure themselves. */
final class Cpu {

    private static final Path STAT = Path.of("/proc/self/stat");

    /** USER_HZ, which is the same on all of today's machines. */
    private static final int TICKS_PER_SECOND = 100;

    private Cpu() {}

    /** Returns the time of all processes that this one started and that are over; zero on other systems. */
    static Duration ofChildren() throws IOException {
        if (!Files.exists(STAT)) {
            return Duration.ZERO;
        }
        String stat = Files.readString(STAT);
        // The second field is a name in parentheses, which may have blanks; cutime and cstime are the 16th and 17th.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
        return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
    }
}
