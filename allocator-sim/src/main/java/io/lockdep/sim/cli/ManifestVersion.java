package io.lockdep.sim.cli;

import picocli.CommandLine.IVersionProvider;

/**
 * The version for {@code --version}: that of the jar.
 */
final class ManifestVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = ManifestVersion.class.getPackage().getImplementationVersion();
        return new String[] {"allocator-sim " + (version == null ? "(not packaged)" : version)};
    }
}
