package io.lockdep.sim.cli;

import io.lockdep.sim.kernel.SimConfig;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How large a machine is, as a command line says it. */
final class MachineSize {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([MG])(I?B)?");
    private static final int MIB_PER_GIB = 1024;

    @Option(
            names = "--cpus",
            paramLabel = "N",
            defaultValue = "4",
            description = "Possible CPUs, 4 to 256 (default: ${DEFAULT-VALUE}).")
    private int cpus = 4;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "512M",
            description = "Memory, 64M to 64G; half of it movable (default: ${DEFAULT-VALUE}).")
    private String memory = "512M";

    SimConfig config(@Nullable CommandSpec spec) {
        Matcher size = SIZE.matcher(memory.toUpperCase(Locale.ROOT));
        try {
            if (!size.matches()) {
                throw new IllegalArgumentException("memory: a number of M or G such as 512M or 4G, not " + memory);
            }
            long mebibytes = Long.parseLong(size.group(1)) * (size.group(2).equals("G") ? MIB_PER_GIB : 1);
            return SimConfig.sized(cpus, mebibytes);
        } catch (IllegalArgumentException e) {
            if (spec == null) {
                throw e;
            }
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
