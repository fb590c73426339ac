package io.lockdep.sim.cli;

import io.lockdep.Lockdep;
import io.lockdep.sim.order.OrderDiagram;
import io.lockdep.sim.order.OrderLaw;
import io.lockdep.sim.scenario.Narrator;
import io.lockdep.sim.scenario.Scenario;
import io.lockdep.sim.scenario.Variant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the order of locks that a run has shown is drawn, if somebody asks for it. */
final class OrderFile {

    @Option(
            names = "--order",
            paramLabel = "FILE",
            description = "Draw the order of locks that the agent learnt, for Graphviz.")
    private @Nullable Path file;

    /** Refuses before the run what cannot be done after it. */
    void check(@Nullable CommandSpec spec) {
        if (file != null && spec != null && !Lockdep.agentActive()) {
            throw new ParameterException(
                    spec.commandLine(), "--order needs the agent, who learns it: add -javaagent:lockdep-agent.jar");
        }
    }

    void write(Narrator narrator, Scenario scenario, Variant variant) {
        if (file == null) {
            return;
        }
        OrderDiagram diagram = new OrderDiagram(OrderLaw.of(Lockdep.orders()));
        String title = scenario.synopsis().id() + " " + variant.id() + ": " + diagram.summary();
        try {
            Files.writeString(file, diagram.dot(title), StandardCharsets.UTF_8);
            narrator.say("order of locks: " + diagram.summary() + "; drawn in " + file);
        } catch (IOException e) {
            narrator.say("order of locks: " + diagram.summary() + "; not drawn, cannot write " + file + ": " + e);
        }
    }
}
