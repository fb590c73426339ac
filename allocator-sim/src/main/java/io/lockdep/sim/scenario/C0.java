package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.trace.Tracepoints;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * C0: the kernel with all fixes, on which the actors of the other scenarios work.
 *
 * <p>What it shows is silence: no report above grade {@code low}, and every invariant holds. In the script each actor
 * does a few operations while the others rest; under stress all do theirs at once.
 */
public final class C0 implements Scenario {

    private static final int MEBIBYTES = 256;
    private static final int CPUS = 4;
    private static final int ROUNDS = 6;
    private static final long SEED = 2026;

    private final Synopsis synopsis = Synopsis.read("C0");
    private final List<Scenario> others = List.of(new S0(), new S1(), new S2(), new S4());

    @Override
    public Synopsis synopsis() {
        return synopsis;
    }

    @Override
    public Outcome run(Variant variant, Narrator narrator, Tracepoints trace) {
        SimConfig config = SimConfig.sized(CPUS, MEBIBYTES);
        Stage stage = Stage.boot(config, synopsis, variant, narrator, trace);
        SimKernel kernel = stage.kernel();
        Actor boot = stage.actor("swapper/0", 0);
        List<Role> roles = roles(kernel);
        List<Actor> actors = new ArrayList<>();
        for (Role role : roles) {
            actors.add(stage.actor(role.name(), role.cpu()));
        }
        stage.start();
        stage.turn("A", boot, () -> {
            new SmpInit(kernel.hotplug()).smpInit(config.onlineCpus());
            return kernel.cpus().onlineCount() + " CPUs online";
        });
        RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < roles.size(); i++) {
                Role role = roles.get(i);
                turn(actors.get(i), () -> role.act().perform(random));
            }
        }
        for (int i = 0; i < roles.size(); i++) {
            turn(actors.get(i), roles.get(i).end());
        }
        stage.runPendingWorks("B");
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        return others.stream()
                .flatMap(scenario -> scenario.roles(kernel).stream())
                .toList();
    }

    /** Nothing is told of single operations: there are too many. */
    private static void turn(Actor actor, Runnable act) {
        actor.turn(() -> {
            act.run();
            return "";
        });
    }
}
