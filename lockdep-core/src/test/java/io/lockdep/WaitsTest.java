package io.lockdep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.engine.Acquisition;
import io.lockdep.engine.Declarations;
import io.lockdep.locks.Semaphore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waits that are not locks: tasks, signals, supplies. */
class WaitsTest {

    private final Map<String, Player> players = new LinkedHashMap<>();
    private final LockMap a = LockMap.ofLock("waits.a", true);
    private final LockMap b = LockMap.ofLock("waits.b", true);

    @BeforeEach
    void forget() {
        Lockdep.reset();
    }

    @AfterEach
    void end() {
        players.values().forEach(Player::close);
        Lockdep.reset();
    }

    private void by(String thread, Runnable act) {
        players.computeIfAbsent(thread, Player::new).act(act);
    }

    private static Runnable with(LockMap lock, Runnable inside) {
        return () -> {
            try (Scope scope = lock.scope(LockMode.EXCLUSIVE)) {
                assertThat(scope).isNotNull();
                inside.run();
            }
        };
    }

    private static void use(LockMap lock) {
        with(lock, () -> {}).run();
    }

    private static List<String> said() {
        List<String> said = new ArrayList<>();
        for (Finding finding : Lockdep.findings()) {
            said.add(finding.grade() + " " + finding.kind());
        }
        return said;
    }

    @Test
    void whoWaitsForATaskUnderALockThatTheTaskTakesIsReported() {
        by("client", with(a, () -> {
            Task task = Task.of("waits.task");
            by("worker", () -> {
                try (Scope scope = task.run()) {
                    use(a);
                }
            });
            task.awaiting();
            task.joined();
        }));

        assertThat(said()).containsExactly("high circular");
        assertThat(Lockdep.findings().get(0).text()).contains("waits for waits.task", "wait(waits.task);");
    }

    @Test
    void whoWaitsForATaskWithoutItsLocksIsNot() {
        by("client", () -> {
            Task task = Task.of("waits.task");
            by("worker", () -> {
                try (Scope scope = task.run()) {
                    use(a);
                }
            });
            with(b, task::awaiting).run();
        });

        assertThat(said()).isEmpty();
    }

    @Test
    void whatWasDoneBeforeATaskWasHandedOverCannotOverlapIt() {
        by("client", () -> {
            with(a, () -> use(b)).run();
            Task task = Task.of("waits.task");
            by("worker", () -> {
                try (Scope scope = task.run()) {
                    with(b, () -> use(a)).run();
                }
            });
        });

        assertThat(said()).containsExactly("low circular");
    }

    @Test
    void tasksOfOneWorkerCouldRunOnTwo() {
        by("client", () -> {
            Task one = Task.of("waits.one");
            Task other = Task.of("waits.other");
            by("worker", () -> {
                try (Scope scope = one.run()) {
                    with(a, () -> use(b)).run();
                }
                try (Scope scope = other.run()) {
                    with(b, () -> use(a)).run();
                }
            });
        });

        assertThat(said()).containsExactly("high circular");
    }

    @Test
    void tasksOfAPoolOfOneCannotOverlap() {
        Resource pool = Resource.pool("waits.pool", 1);
        by("client", () -> {
            Task one = Task.of("waits.one", pool);
            Task other = Task.of("waits.other", pool);
            by("worker", () -> {
                try (Scope scope = one.run()) {
                    with(a, () -> use(b)).run();
                }
                try (Scope scope = other.run()) {
                    with(b, () -> use(a)).run();
                }
            });
        });

        assertThat(said()).containsExactly("low circular");
    }

    @Test
    void aSupplyOfOneUnitNeedsNobodyElseToHang() {
        Resource only = Resource.of("waits.only", 1);
        by("first", with(a, () -> {
            only.acquire();
            only.release();
        }));
        by("second", () -> {
            only.acquire();
            use(a);
            only.release();
        });

        assertThat(said()).containsExactly("high resource");
        assertThat(Lockdep.findings().get(0).text()).doesNotContain("a hang needs");
    }

    @Test
    void aTaskThatEndsWithALockHeldIsReported() {
        by("worker", () -> {
            Task task = Task.of("waits.task");
            b.acquire(LockMode.EXCLUSIVE);
            try (Scope scope = task.run()) {
                a.acquire(LockMode.EXCLUSIVE);
            }
            a.release();
            b.release();
        });

        assertThat(said()).containsExactly("high held-at-exit");
        assertThat(Lockdep.findings().get(0).held())
                .as("not the task, which is over, nor what was held before it")
                .containsExactly("waits.a");
    }

    @Test
    void aWorkerThatWaitsForATaskOfItsOwnPoolIsReported() {
        Resource pool = Resource.pool("waits.pool", 4);
        by("worker", () -> {
            Task outer = Task.of("waits.outer", pool);
            try (Scope scope = outer.run()) {
                Task inner = Task.of("waits.inner", pool);
                by("worker-2", () -> {
                    try (Scope running = inner.run()) {
                        assertThat(running).isNotNull();
                    }
                });
                inner.awaiting();
            }
        });

        assertThat(said()).containsExactly("medium starvation");
        assertThat(Lockdep.findings().get(0).text()).contains("all other units of waits.pool");
    }

    @Test
    void theOnlyWorkerOfAPoolThatWaitsForItsOwnQueueWaitsForEver() {
        Resource pool = Resource.pool("waits.pool", 1);
        by("worker", () -> {
            Task outer = Task.of("waits.outer", pool);
            try (Scope scope = outer.run()) {
                Task.of("waits.inner", pool).awaiting();
            }
        });

        assertThat(said()).contains("actual starvation");
    }

    @Test
    void aWorkerThatWaitsForATaskOfAnotherPoolIsNot() {
        Resource pool = Resource.pool("waits.pool", 1);
        Resource other = Resource.pool("waits.other-pool", 1);
        by("worker", () -> {
            Task outer = Task.of("waits.outer", pool);
            try (Scope scope = outer.run()) {
                Task.of("waits.inner", other).awaiting();
            }
        });

        assertThat(said()).isEmpty();
    }

    @Test
    void aSignalThatIsGivenUnderALockOfItsWaiterMayBeLost() {
        Signal signal = Signal.of("waits.signal");
        by("waiter", with(a, signal::awaiting));
        by("signaller", with(a, signal::signalling));

        assertThat(said()).containsExactly("high lost-signal");
    }

    @Test
    void aSignalOfTheSameClassIsMedium() {
        Signal signal = Signal.of("waits.signal");
        by("waiter", with(a, signal::awaiting));
        by("signaller", with(a, () -> Signal.of("waits.signal").signalling()));

        assertThat(said()).containsExactly("medium lost-signal");
    }

    @Test
    void aSignalMayBeLostThroughAnotherLock() {
        Signal signal = Signal.of("waits.signal");
        by("waiter", with(a, signal::awaiting));
        by("third", with(b, () -> use(a)));
        by("signaller", with(b, signal::signalling));

        assertThat(said()).containsExactly("high lost-signal");
    }

    @Test
    void aSignalThatNeedsNoLockOfItsWaiterIsNotLost() {
        Signal signal = Signal.of("waits.signal");
        by("waiter", with(a, signal::awaiting));
        by("signaller", with(b, signal::signalling));

        assertThat(said()).isEmpty();
    }

    @Test
    void aUnitHeldWhileALockIsAwaitedThatIsHeldWhileAUnitIsAwaited() {
        Resource pool = Resource.of("waits.connections", 1);
        by("one", () -> {
            pool.acquire();
            use(a);
            pool.release();
        });
        by("other", with(a, () -> {
            pool.acquire();
            pool.release();
        }));

        assertThat(said()).containsExactly("high resource");
    }

    @Test
    void ofSeveralUnitsTheOthersHaveToBeInUseToo() {
        Resource pool = Resource.of("waits.connections", 3);
        by("one", () -> {
            pool.acquire();
            use(a);
            pool.release();
        });
        by("other", with(a, () -> {
            pool.acquire();
            pool.release();
        }));

        assertThat(said()).containsExactly("medium resource");
    }

    private static void takeTwo(Resource pool) {
        pool.acquire();
        pool.acquire();
        pool.release();
        pool.release();
    }

    @Test
    void twoUnitsOfOneSupplyByOneFlow() {
        Resource pool = Resource.of("waits.connections", 2);
        by("one", () -> takeTwo(pool));
        assertThat(said()).containsExactly("medium resource");

        by("other", () -> takeTwo(pool));

        assertThat(said()).contains("high resource");
    }

    @Test
    void fewerFlowsThanUnitsCannotExhaustASupply() {
        Resource pool = Resource.of("waits.connections", 4);
        by("one", () -> takeTwo(pool));
        by("other", () -> takeTwo(pool));

        assertThat(said()).containsExactly("medium resource");
    }

    @Test
    void twoUnitsUnderAnOuterLockAreSerialised() {
        Resource pool = Resource.of("waits.connections", 4);
        by("one", with(a, () -> takeTwo(pool)));
        by("other", with(a, () -> takeTwo(pool)));

        assertThat(said()).containsExactly("low resource");
    }

    @Test
    void twoUnitsAreFineIfTheSupplyCoversThem() {
        Resource pool = Resource.of("waits.connections", 4).usedByAtMost(3);
        by("one", () -> takeTwo(pool));
        by("other", () -> takeTwo(pool));

        assertThat(said()).isEmpty();
    }

    @Test
    void twoUnitsAreReportedIfTheSupplyDoesNotCoverThem() {
        Resource pool = Resource.of("waits.connections", 4).usedByAtMost(4);
        by("one", () -> takeTwo(pool));

        assertThat(said()).containsExactly("medium resource");
    }

    @Test
    void oneMoreUnitThanThereAreIsAwaitedForEver() {
        Resource pool = Resource.of("waits.connections", 1);
        by("one", () -> takeTwo(pool));

        assertThat(said()).containsExactly("actual self-deadlock");
    }

    @Test
    void aUnitThatWasHandedOffIsNotHeld() {
        Resource pool = Resource.of("waits.connections", 1);
        by("one", () -> {
            pool.acquire();
            pool.handOff();
            use(a);
        });
        by("other", () -> {
            pool.adopt();
            pool.release();
        });
        by("third", with(a, () -> {
            pool.acquire();
            pool.release();
        }));

        assertThat(said()).isEmpty();
    }

    @Test
    void aSupplyThatOthersGiveBackIsASignal() {
        Resource permits = Resource.of("waits.permits", 1);
        by("signaller", permits::release);
        by("waiter", with(a, permits::acquire));
        by("signaller", with(a, permits::release));

        assertThat(said()).containsExactly("high lost-signal");
    }

    @Test
    void aWaitThatFailsLeavesNothingBehind() {
        Resource pool = Resource.of("waits.connections", 1);
        Signal signal = Signal.of("waits.signal");
        Task task = Task.of("waits.task");
        by("one", () -> {
            assertThatThrownBy(() -> pool.acquire(WaitsTest::fail)).hasMessage("gave up");
            assertThatThrownBy(() -> signal.await(WaitsTest::fail)).hasMessage("gave up");
            assertThatThrownBy(() -> task.get(() -> {
                        fail();
                        return "";
                    }))
                    .hasMessage("gave up");
            assertThat(Lockdep.held()).isEmpty();
        });

        assertThat(said()).isEmpty();
    }

    @Test
    void aWaitIsTheSameInOneCall() {
        Resource pool = Resource.of("waits.connections", 1);
        by("one", () -> {
            pool.acquire(() -> {});
            use(a);
            pool.release();
        });
        by("other", with(a, () -> {
            pool.acquire(() -> {});
            pool.release();
        }));

        assertThat(said()).containsExactly("high resource");
    }

    private static void fail() {
        throw new IllegalStateException("gave up");
    }

    @Test
    void aWaitThatFailsIsNoSignal() {
        Resource permits = Resource.of("waits.permits-2", 1);
        by("signaller", permits::release);
        by(
                "waiter",
                with(
                        a,
                        () -> assertThatThrownBy(() -> permits.acquire(WaitsTest::fail))
                                .hasMessage("gave up")));

        assertThat(said()).isEmpty();
    }

    @Test
    void aSemaphoreOfSeveralPermitsIsASupply() {
        Semaphore permits = new Semaphore("waits.semaphore", 3);
        by("one", () -> {
            permits.acquireUninterruptibly(2);
            use(a);
            permits.release(2);
        });
        assertThat(said()).isEmpty();
        by("other", with(a, () -> {
            permits.acquireUninterruptibly();
            permits.release();
        }));

        assertThat(said()).containsExactly("medium resource");
    }

    @Test
    void aSemaphoreWithoutPermitsIsASignal() {
        Semaphore ready = new Semaphore("waits.ready", 0);
        by("signaller", with(a, ready::release));
        by("waiter", with(a, ready::acquireUninterruptibly));

        assertThat(said()).containsExactly("high lost-signal");
    }

    @Test
    void whoAwaitsASignalIsNotAtTheSameMomentTheOneWhoGivesIt() {
        Signal signal = Signal.of("waits.row");
        by("session", () -> {
            with(a, () -> Declarations.touch(signal, Acquisition.EXCLUSIVE | Acquisition.TIMED))
                    .run();
            with(b, with(a, signal::signalling)).run();
        });
        by("other", with(b, () -> use(a)));

        assertThat(said()).containsOnly("low lost-signal");
    }
}
