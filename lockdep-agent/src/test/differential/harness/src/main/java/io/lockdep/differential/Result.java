package io.lockdep.differential;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What one run of a program came to.
 *
 * @param end its exit code, or that it had to be ended
 * @param outcomes how each test ended, or each line of a driver's standard output
 * @param cpu what it took, start and end of the JVM included
 * @param findings what the agent found; none without it
 */
record Result(String end, Map<String, String> outcomes, Duration cpu, List<Finding> findings) {}
