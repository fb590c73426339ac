package io.lockdep.agent;

import io.lockdep.agent.instrument.ClassFilter;
import io.lockdep.agent.instrument.LockTransformer;
import io.lockdep.engine.Engine;
import io.lockdep.engine.EngineOptions;
import io.lockdep.engine.LockEvents;
import io.lockdep.report.Grade;
import io.lockdep.report.KernelText;
import io.lockdep.report.Suppressions;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts the parts together, in the one order that works: engine ready, hooks linked, classes instrumented, tested. */
final class Installation {

    private Installation() {}

    static void install(AgentOptions options, Instrumentation instrumentation) throws OptionException {
        Engine.configure(
                new EngineOptions(
                        options.isOn(Option.ENABLED),
                        options.isOn(Option.STRICT),
                        options.count(Option.MAX_REPORTS),
                        options.count(Option.STACK_DEPTH)),
                suppressions(options));
        Engine.agentIsHere();
        LockEvents.warmUp();
        LockTransformer transformer = new LockTransformer(
                new ClassFilter(options.patterns(Option.INCLUDE), options.patterns(Option.EXCLUDE)));
        instrumentation.addTransformer(transformer, true);
        retransform(instrumentation, transformer);
        if (options.isOn(Option.ENABLED) && !SelfTest.passes()) {
            Console.line("SELF-TEST FAILED: locks are taken but no events arrive; findings of this run mean nothing."
                    + " Is another agent undoing the instrumentation?");
        }
        Engine.forget();
        addSinks(options);
        Summary.atExit(transformer, options.isOn(Option.VERBOSE));
        if (options.isOn(Option.VERBOSE)) {
            Console.line("active, version " + Engine.VERSION + ", self-test passed");
        }
    }

    private static Suppressions suppressions(AgentOptions options) throws OptionException {
        Path file = options.file(Option.SUPPRESSIONS);
        if (file == null) {
            return Suppressions.NONE;
        }
        try {
            return Suppressions.parse(Files.readAllLines(file));
        } catch (IOException e) {
            throw new OptionException("suppressions=" + file + " cannot be read (" + e + "); name a readable file");
        } catch (IllegalArgumentException e) {
            throw new OptionException("suppressions=" + file + ", " + e.getMessage());
        }
    }

    private static void addSinks(AgentOptions options) {
        Engine.addSink(report -> {
            if (report.grade() != Grade.LOW) {
                Console.print(KernelText.format(report));
            }
        });
        Path file = options.file(Option.REPORT_FILE);
        if (file != null) {
            try {
                Engine.addSink(new ReportFile(file));
            } catch (IOException e) {
                Console.line(
                        "report.file=" + file + " cannot be written (" + e
                                + "); findings go to standard error only. Name a file in a folder that exists and can be written");
            }
        }
    }

    // Only JDK classes are loaded this early; those the agent understands are named by the transformer.
    private static void retransform(Instrumentation instrumentation, LockTransformer transformer) {
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (transformer.wants(type) && instrumentation.isModifiableClass(type)) {
                loaded.add(type);
            }
        }
        try {
            instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
        } catch (UnmodifiableClassException | LinkageError e) {
            transformer.failed("already loaded classes", e);
        }
    }
}
