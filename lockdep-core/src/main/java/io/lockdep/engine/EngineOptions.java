package io.lockdep.engine;

/**
 * How the engine runs. Fixed before the first event.
 *
 * @param enabled false leaves every hook a constant that does nothing
 * @param strict whether nesting two instances of one class is a finding by itself, as in the kernel
 * @param maxReports most distinct findings said; further ones are counted
 * @param stackDepth most frames kept per stack
 * @param limits how much is kept of everything else
 */
public record EngineOptions(boolean enabled, boolean strict, int maxReports, int stackDepth, Limits limits) {

    /** What library users get. */
    public static final EngineOptions DEFAULT = new EngineOptions(true, false, 1000, 32);

    /**
     * Options with the limits that suit nearly every program.
     *
     * @param enabled see above
     * @param strict see above
     * @param maxReports see above
     * @param stackDepth see above
     */
    public EngineOptions(boolean enabled, boolean strict, int maxReports, int stackDepth) {
        this(enabled, strict, maxReports, stackDepth, Limits.DEFAULT);
    }
}
