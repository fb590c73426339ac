package io.lockdep.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.Lockdep;
import io.lockdep.Scope;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** What the annotations make of tests that take two locks in both orders. */
class LockdepExtensionTest {

    @BeforeEach
    @AfterEach
    void forget() {
        Lockdep.reset();
    }

    private static Events run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents();
    }

    @Test
    void aTestFailsByWhatIsFoundDuringItWithTheReportAsItsMessage() {
        run(Failing.class)
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("bothOrders"),
                                finishedWithFailure(message(text -> text.startsWith("lockdep: possible circular")
                                        && text.contains("the whole cycle")))))
                .haveExactly(1, event(test("oneOrder"), finishedSuccessfully()));
    }

    @Test
    void aTestThatDoesNotAskIsLeftAlone() {
        run(Unasked.class).assertStatistics(of -> of.succeeded(1).failed(0));
        assertThat(Lockdep.findings()).hasSize(1);
    }

    @Test
    void aGradeThatIsNotReachedFailsNothing() {
        run(OnlyActual.class).assertStatistics(of -> of.succeeded(1).failed(0));
    }

    @Test
    void whatIsExpectedPassesTheTestAndIsNoFinding() {
        run(Expecting.class).assertStatistics(of -> of.succeeded(2).failed(0));
        assertThat(Lockdep.findings()).isEmpty();
    }

    @Test
    void whatIsExpectedAndDoesNotComeFailsTheTest() {
        run(ExpectingInVain.class)
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                test("oneOrder"),
                                finishedWithFailure(
                                        message(text -> text.contains("expects a finding and there was none")))))
                .haveExactly(
                        1,
                        event(
                                test("bothOrders"),
                                finishedWithFailure(message(text -> text.contains("with nobody.*")))));
    }

    private static void take(LockMap outer, LockMap inner) throws InterruptedException, ExecutionException {
        ExecutorService other = Executors.newSingleThreadExecutor();
        other.submit(() -> {
                    try (Scope one = outer.scope(LockMode.EXCLUSIVE);
                            Scope two = inner.scope(LockMode.EXCLUSIVE)) {
                        assertThat(one).isNotSameAs(two);
                    }
                })
                .get();
        other.shutdown();
    }

    private static void bothWays() throws InterruptedException, ExecutionException {
        LockMap a = LockMap.ofLock("extension.a", true);
        LockMap b = LockMap.ofLock("extension.b", true);
        take(a, b);
        take(b, a);
    }

    @FailOnFinding
    static class Failing {

        @Test
        void bothOrders() throws Exception {
            bothWays();
        }

        @Test
        void oneOrder() throws Exception {
            take(LockMap.ofLock("extension.c", true), LockMap.ofLock("extension.d", true));
        }
    }

    static class Unasked {

        @Test
        void bothOrders() throws Exception {
            bothWays();
        }
    }

    @FailOnFinding(grade = FindingGrade.ACTUAL)
    static class OnlyActual {

        @Test
        void bothOrders() throws Exception {
            bothWays();
        }
    }

    @FailOnFinding
    static class Expecting {

        @Test
        @ExpectFinding(
                kind = "circular",
                classes = {"extension.a", "extension.b"})
        void bothOrders() throws Exception {
            bothWays();
        }

        @Test
        @ExpectFinding(kind = "circular", classes = "extension.*")
        void bothOrdersOnceMore() throws Exception {
            bothWays();
        }
    }

    static class ExpectingInVain {

        @Test
        @ExpectFinding
        void oneOrder() throws Exception {
            take(LockMap.ofLock("extension.c", true), LockMap.ofLock("extension.d", true));
        }

        @Test
        @ExpectFinding(classes = "nobody.*")
        void bothOrders() throws Exception {
            bothWays();
        }
    }
}
