package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** What the engine keeps at a moment, to be compared with another one. */
record Kept(int classes, int dependencies, int sites, int instances, int types, int loaders) {

    static Kept now() {
        return new Kept(
                Engine.graph().classCount(),
                Engine.graph().dependencyCount(),
                Sites.count(),
                LockInstances.count(),
                LockTypes.count(),
                Anchor.count());
    }

    /** Collects garbage and sweeps until something is as it should be. */
    static void sweepUntil(Callable<Boolean> done) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            Engine.sweep();
            return done.call();
        });
    }

    /** Collects garbage and sweeps until no more is kept than this. */
    void sweepUntilNoMore() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            System.gc();
            Engine.sweep();
            assertThat(now()).isEqualTo(this);
        });
    }

    /** What is kept once all garbage of earlier tests is gone: when two sweeps that saw collections find the same. */
    static Kept atRest() {
        Kept[] last = {now()};
        sweepUntil(() -> {
            Kept before = last[0];
            last[0] = now();
            return before.equals(last[0]);
        });
        return last[0];
    }
}
