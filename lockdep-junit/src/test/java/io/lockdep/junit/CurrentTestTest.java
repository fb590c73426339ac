package io.lockdep.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.lockdep.Finding;
import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.Lockdep;
import io.lockdep.Scope;
import io.lockdep.Task;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class CurrentTestTest {

    @BeforeEach
    @AfterEach
    void forget() {
        Lockdep.reset();
    }

    @Test
    void namesTheTestThatClosedTheCycle() {
        run(TwoOrders.class);

        List<Finding> findings = Lockdep.findings();
        assertThat(findings).hasSize(1);
        String test = TwoOrders.class.getName() + ".second()";
        assertThat(findings.get(0).test()).isEqualTo(test);
        assertThat(findings.get(0).text()).contains("[" + test + "]");
    }

    @Test
    void saysAtTheEndWhichTestsClosedACycle() {
        assertThat(run(TwoOrders.class))
                .contains("possible circular locking dependency detected")
                .contains("second()");
    }

    @Test
    void saysNothingWhenNothingIsFound() {
        assertThat(run(OneOrder.class)).isEmpty();
        assertThat(Lockdep.findings()).isEmpty();
    }

    @Test
    void whatTwoTestsHaveTheirWorkersDoMayOverlap() {
        run(TwoWorkers.class);

        assertThat(Lockdep.findings()).extracting(Finding::grade).containsExactly("medium");
    }

    private static String run(Class<?> tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        // Without the outer run's own listeners, which would take the inner tests for theirs.
        LauncherConfig config = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestExecutionListeners(new CurrentTest())
                .build();
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            LauncherFactory.create(config).execute(request);
        } finally {
            System.setErr(err);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static void nest(String outer, String inner) {
        try (Scope first = LockMap.of(outer).scope(LockMode.EXCLUSIVE);
                Scope second = LockMap.of(inner).scope(LockMode.EXCLUSIVE)) {
            assertThat(first).isNotSameAs(second);
        }
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class TwoOrders {

        @Test
        @Order(1)
        void first() {
            nest("junit.a", "junit.b");
        }

        @Test
        @Order(2)
        void second() {
            nest("junit.b", "junit.a");
        }
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class TwoWorkers {

        @Test
        @Order(1)
        void first() {
            awaitWorkerThat(() -> nest("junit.a", "junit.b"));
        }

        @Test
        @Order(2)
        void second() {
            awaitWorkerThat(() -> nest("junit.b", "junit.a"));
        }

        private static void awaitWorkerThat(Runnable works) {
            Task task = Task.of("junit.task");
            CompletableFuture.runAsync(
                            () -> {
                                try (Scope scope = task.run()) {
                                    assertThat(scope).isNotNull();
                                    works.run();
                                }
                            },
                            work -> new Thread(work).start())
                    .join();
            task.awaiting();
            task.joined();
        }
    }

    static class OneOrder {

        @Test
        void first() {
            nest("junit.a", "junit.b");
        }
    }
}
