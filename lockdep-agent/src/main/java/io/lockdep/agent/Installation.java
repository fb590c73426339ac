package io.lockdep.agent;

import io.lockdep.agent.instrument.ClassFilter;
import io.lockdep.agent.instrument.JdkMonitors;
import io.lockdep.agent.instrument.LockTransformer;
import io.lockdep.engine.Engine;
import io.lockdep.engine.EngineOptions;
import io.lockdep.engine.Limits;
import io.lockdep.engine.LockEvents;
import io.lockdep.engine.WatchdogThread;
import io.lockdep.report.Bystander;
import io.lockdep.report.Fingerprint;
import io.lockdep.report.Grade;
import io.lockdep.report.HeldEntry;
import io.lockdep.report.JsonLines;
import io.lockdep.report.KernelText;
import io.lockdep.report.Nature;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import io.lockdep.report.Scene;
import io.lockdep.report.Silence;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts the parts together, in the one order that works: engine ready, hooks linked, classes instrumented, tested. */
final class Installation {

    private static final int TOGETHER = 250;

    private Installation() {}

    static LockTransformer install(AgentOptions options, Instrumentation instrumentation) throws OptionException {
        Engine.configure(
                new EngineOptions(
                        options.isOn(Option.ENABLED),
                        options.isOn(Option.STRICT),
                        options.count(Option.MAX_REPORTS),
                        options.count(Option.STACK_DEPTH),
                        limits(options)),
                Silenced.by(options));
        LockEvents.warmUp();
        LockEvents.warmUpForJdk();
        LockTransformer transformer = new LockTransformer(
                new ClassFilter(options.patterns(Option.INCLUDE), options.patterns(Option.EXCLUDE)),
                new JdkMonitors(options.patterns(Option.JDK_MONITORS)),
                Console::line,
                options.isOn(Option.VERBOSE));
        instrumentation.addTransformer(transformer, true);
        try {
            retransform(instrumentation, transformer);
            start(options, transformer, instrumentation);
        } catch (RuntimeException | Error e) {
            instrumentation.removeTransformer(transformer);
            throw e;
        }
        return transformer;
    }

    static Limits limits(AgentOptions options) {
        return new Limits(
                options.count(Option.MAX_CLASSES),
                options.count(Option.MAX_DEPENDENCIES),
                options.count(Option.MAX_CHAINS),
                options.count(Option.MAX_INSTANCES),
                options.count(Option.MAX_PAIRS),
                options.count(Option.MAX_SITES));
    }

    private static void start(AgentOptions options, LockTransformer transformer, Instrumentation instrumentation) {
        String state = "switched off by enabled=false";
        if (options.isOn(Option.ENABLED)) {
            boolean works = SelfTest.passes();
            state = works ? "self-test passed" : "self-test FAILED";
            if (!works) {
                Console.line(
                        "SELF-TEST FAILED: locks are taken but no events arrive; findings of this run mean nothing."
                                + " Is another agent undoing the instrumentation?");
            }
            Engine.agentIsHere();
        }
        Engine.forget();
        nameStreams();
        linkOutput();
        // Of what runs in the last moment, the first to say so is the last to run.
        ExitStatus.arrange(options);
        Summary.atExit(transformer, options.isOn(Option.VERBOSE), Sinks.add(options));
        Extras.join(options, instrumentation);
        if (options.isOn(Option.ENABLED)) {
            WatchdogThread.watch(Duration.ofSeconds(options.count(Option.STALL)));
        }
        if (options.isOn(Option.VERBOSE)) {
            Console.line("active, version " + Engine.VERSION + ", " + state);
        }
    }

    private static void nameStreams() {
        LockEvents.named(System.in, "System.in");
        LockEvents.named(System.out, "System.out");
        LockEvents.named(System.err, "System.err");
    }

    // The first report is written on a thread of the program that may hold any lock: no class may be loaded there.
    private static void linkOutput() {
        HeldEntry lock = new HeldEntry("instance", "class", "W", HeldEntry.PLAIN, "place");
        Party party = new Party(
                "class",
                Nature.LOCK,
                "W",
                "class",
                Nature.LOCK,
                "W",
                HeldEntry.PLAIN,
                false,
                "thread",
                0,
                List.of("frame"),
                List.of());
        Bystander other = new Bystander("thread", "state", List.of(lock), List.of("frame"));
        Scene scene = new Scene("thread", List.of(lock), List.of("frame"), null, "jvm", List.of("limit"));
        for (ReportKind kind : ReportKind.values()) {
            Report report = new Report(
                    kind,
                    kind.title(),
                    Grade.LOW,
                    "reason",
                    Fingerprint.of(kind, List.of("node")),
                    null,
                    lock,
                    lock,
                    List.of(party, party),
                    List.of("need"),
                    List.of("fact"),
                    List.of(other),
                    scene);
            Silence.NONE.of(report);
            Console.print(KernelText.format(report).substring(0, 0)
                    + JsonLines.format(report).substring(0, 0));
        }
    }

    // Before main these are classes of the JDK only; later there are thousands. Together they take a fraction of the
    // time, as each call stops all threads.
    private static void retransform(Instrumentation instrumentation, LockTransformer transformer) {
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (transformer.wants(type) && instrumentation.isModifiableClass(type)) {
                loaded.add(type);
            }
        }
        for (int from = 0; from < loaded.size(); from += TOGETHER) {
            List<Class<?>> some = loaded.subList(from, Math.min(from + TOGETHER, loaded.size()));
            if (!retransformed(instrumentation, some)) {
                oneByOne(instrumentation, transformer, some);
            }
        }
    }

    private static boolean retransformed(Instrumentation instrumentation, List<Class<?>> types) {
        try {
            instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
            return true;
        } catch (UnmodifiableClassException | LinkageError one) {
            return false;
        }
    }

    // So that one that cannot be transformed does not keep the others from it.
    private static void oneByOne(Instrumentation instrumentation, LockTransformer transformer, List<Class<?>> types) {
        for (Class<?> type : types) {
            try {
                instrumentation.retransformClasses(type);
            } catch (UnmodifiableClassException | LinkageError e) {
                transformer.failed(type.getName(), e);
            }
        }
    }
}
