package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * While threads add chains and the table grows under them, a chain whose addition was seen to end is found, and one that
 * nobody added is not.
 */
@Timeout(60)
class ChainCacheRaceTest {

    private static final int ROUNDS = 40;
    private static final int WRITERS = 2;
    private static final int KEYS = 20_000;
    private static final long ADDED = 1L << 63;

    private final long seed = Long.getLong("lockdep.seed", System.nanoTime());

    /** How many keys each writer has added: written after the keys, read before them. */
    private AtomicIntegerArray done = new AtomicIntegerArray(WRITERS);

    @AfterEach
    void clear() {
        ChainCache.clear();
    }

    @Test
    void whatWasAddedIsFoundAndNothingElse() throws InterruptedException {
        System.out.println("ChainCacheRaceTest: -Dlockdep.seed=" + seed);
        for (int round = 0; round < ROUNDS; round++) {
            ChainCache.clear();
            done = new AtomicIntegerArray(WRITERS);
            long stream = seed + round;
            Race.run(1, r -> add(stream, 0), r -> add(stream, 1), r -> look(stream));

            assertThat(ChainCache.size()).isEqualTo(WRITERS * KEYS);
            for (int i = 0; i < WRITERS * KEYS; i++) {
                assertThat(ChainCache.contains(key(stream, i % WRITERS, i / WRITERS)))
                        .isTrue();
            }
        }
    }

    private void add(long stream, int writer) {
        for (int i = 0; i < KEYS; i++) {
            ChainCache.add(key(stream, writer, i));
            done.set(writer, i + 1);
        }
    }

    private void look(long stream) {
        Random random = new Random(stream);
        for (int looks = 0; done.get(0) + done.get(1) < WRITERS * KEYS; looks++) {
            int writer = looks % WRITERS;
            int there = done.get(writer);
            if (there > 0) {
                // The last one most often: that is the one the table may have grown for.
                int which = random.nextBoolean() ? there - 1 : random.nextInt(there);
                if (!ChainCache.contains(key(stream, writer, which))) {
                    throw new AssertionError("lost key " + which + " of " + there);
                }
            }
            if (ChainCache.contains(key(stream, writer, random.nextInt(KEYS)) & ~ADDED)) {
                throw new AssertionError("found a key that nobody added");
            }
        }
    }

    // Every bit depends on every bit of the arguments (Stafford's mixer 13); the first tells keys that are added.
    private static long key(long stream, int writer, int number) {
        long mixed = stream + 0x9E3779B97F4A7C15L * (1 + number * WRITERS + writer);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return (mixed ^ (mixed >>> 31)) | ADDED;
    }
}
