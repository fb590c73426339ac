package io.lockdep.agent;

import io.lockdep.agent.report.FlightEvents;
import io.lockdep.agent.report.LockdepBean;
import java.lang.instrument.Instrumentation;

/**
 * JMX and JFR: where they are asked for, and only if the JVM has them.
 *
 * <p>Their modules may be missing. So classes that use them are named here in lambdas only, which nothing links before they
 * run.
 */
final class Extras {

    private static final String JMX_MODULE = "java.management";
    private static final String JFR_MODULE = "jdk.jfr";

    private Extras() {}

    static void join(AgentOptions options, Instrumentation instrumentation) {
        if (options.isOn(Option.JMX) && isThere(JMX_MODULE, "jmx=true")) {
            Arrival.await(instrumentation, "com.sun.jmx.mbeanserver.JmxMBeanServer", () -> LockdepBean.register());
        }
        switch (options.text(Option.JFR)) {
            case "true" -> {
                if (isThere(JFR_MODULE, "jfr=true")) {
                    FlightEvents.begin();
                }
            }
            case "auto" -> {
                if (Arrival.hasModule(JFR_MODULE)) {
                    Arrival.await(instrumentation, "jdk.jfr.FlightRecorder", () -> FlightEvents.begin());
                }
            }
            default -> {}
        }
    }

    private static boolean isThere(String module, String option) {
        boolean there = Arrival.hasModule(module);
        if (!there) {
            Console.line(option + " has no effect: this JVM runs without the module " + module
                    + "; add it by --add-modules " + module);
        }
        return there;
    }
}
