package io.lockdep.graph;

import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/** A life remembers what it has waited for, but not for ever. */
class LifelineTest {

    private Lifeline last = Lifeline.unknown().start(true);

    @Test
    void aChainOfTasksThatEachWaitForTheOneBeforeIsForgottenInTheEnd() {
        WeakReference<Lifeline> first = new WeakReference<>(last);
        for (int i = 0; i < 10_000; i++) {
            Lifeline next = Lifeline.unknown().start(true);
            next.join(last);
            last = next;
        }

        await().until(() -> {
            System.gc();
            return first.refersTo(null);
        });
    }
}
