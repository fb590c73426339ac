package io.lockdep.sim.kernfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.script.StepGates;
import io.lockdep.sim.trace.Tracepoints;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KernfsTest {

    private final StepGates gates = new StepGates();
    private final Kernfs kernfs = new Kernfs(gates, Tracepoints.off());
    private final KernfsNode dir = kernfs.createDir(kernfs.root(), "dir");

    @Test
    void whatIsCreatedIsFoundAndSaysItsPath() {
        KernfsNode file = kernfs.createFile(dir, "file", "file", new Note("text"));
        kernfs.createLink(kernfs.root(), "alias", dir);

        assertThat(kernfs.walk("/dir/file")).isSameAs(file);
        assertThat(kernfs.walk("/alias/file")).isSameAs(file);
        assertThat(file.path()).isEqualTo("/dir/file");
        assertThat(kernfs.walk("/dir/other")).isNull();
    }

    @Test
    void aDirectoryIsListed() {
        kernfs.createFile(dir, "file", "file", new Note("text"));
        kernfs.createDir(dir, "below");

        assertThat(kernfs.readdir("/dir")).containsExactly("below", "file");
        assertThat(kernfs.readdir("/nowhere")).isEmpty();
    }

    @Test
    void aNameIsGivenOnce() {
        kernfs.createFile(dir, "file", "file", new Note("text"));

        assertThatThrownBy(() -> kernfs.createDir(dir, "file")).hasMessageContaining("/dir/file");
    }

    @Test
    void aFileIsReadAndWritten() {
        kernfs.createFile(dir, "file", "file", new Note("old"));
        OpenFile open = open("/dir/file");

        assertThat(open.write("new")).isEqualTo(3);
        assertThat(open.read()).isEqualTo("new");
    }

    @Test
    void aRemovedFileStaysOpenButGivesNothing() {
        KernfsNode file = kernfs.createFile(dir, "file", "file", new Note("text"));
        OpenFile open = open("/dir/file");

        kernfs.remove(dir);

        assertThat(open.read()).isNull();
        assertThat(open.write("x")).isEqualTo(Errno.ENODEV);
        assertThat(file.isDrained()).isTrue();
        assertThat(dir.isDrained()).isTrue();
        assertThat(kernfs.nodes()).containsExactly(kernfs.root());
        assertThat(kernfs.open("/dir/file")).isNull();
        assertThatThrownBy(() -> kernfs.createDir(dir, "late")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoFoundTheNodeActiveComesTooLateIfItIsDeactivatedBeforeHeIsCounted() throws InterruptedException {
        KernfsNode file = kernfs.createFile(dir, "file", "file", new Note("text"));
        OpenFile open = open("/dir/file");
        gates.arm(StepGate.KERNFS_ACTIVE_SEEN, () -> {
            gates.disarm(StepGate.KERNFS_ACTIVE_SEEN);
            kernfs.remove(dir);
            assertThat(file.isDrained())
                    .as("nobody was counted, so nobody is waited for")
                    .isTrue();
        });

        assertThat(open.read()).isNull();
        assertThat(file.users()).isZero();
        assertThat(file.isDrained()).isTrue();
    }

    @Test
    void removalWaitsForWhoReads() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        KernfsNode file = kernfs.createFile(dir, "file", "file", new Note("text") {
            @Override
            public String seqShow() {
                reading.countDown();
                awaitUninterruptibly(go);
                return super.seqShow();
            }
        });
        OpenFile open = open("/dir/file");
        AtomicReference<String> read = new AtomicReference<>();
        Thread cat = start(() -> read.set(open.read()));
        reading.await();
        Thread remover = start(() -> kernfs.remove(dir));

        await().until(() -> !file.isActive() && remover.getState() == Thread.State.WAITING);
        assertThat(file.isDrained()).isFalse();
        assertThat(file.users()).isEqualTo(1);
        go.countDown();
        cat.join();
        remover.join();

        assertThat(read.get()).isEqualTo("text");
        assertThat(file.isDrained()).isTrue();
    }

    @Test
    void twoRemoversOfOneSubtreeBothReturn() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            KernfsNode top = kernfs.createDir(dir, "top");
            KernfsNode below = kernfs.createDir(top, "below");
            for (int i = 0; i < 5; i++) {
                kernfs.createFile(below, "file" + i, "file", new Note("text"));
            }
            Thread one = start(() -> kernfs.remove(top));
            Thread other = start(() -> kernfs.remove(below));
            Thread reader = start(() -> {
                OpenFile open = kernfs.open("/dir/top/below/file3");
                if (open != null) {
                    open.read();
                }
            });
            one.join();
            other.join();
            reader.join();
            assertThat(top.isDrained() && below.isDrained()).isTrue();
        }
        assertThat(kernfs.nodes()).containsExactly(kernfs.root(), dir);
    }

    private OpenFile open(String path) {
        return Objects.requireNonNull(kernfs.open(path));
    }

    private static Thread start(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static class Note implements KernfsOps {

        private String text;

        Note(String text) {
            this.text = text;
        }

        @Override
        public String seqShow() {
            return text;
        }

        @Override
        public int write(String written) {
            text = written;
            return written.length();
        }
    }
}
