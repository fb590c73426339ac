package io.lockdep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a program can say of its locks, and ask. */
class LockdepTest {

    private static int tests;

    // Rules of a class hold for the life of the JVM: every test has classes of its own.
    private final String prefix = "LockdepTest" + ++tests + ".";
    private final LockMap a = LockMap.ofLock(prefix + "a", true);
    private final LockMap b = LockMap.ofLock(prefix + "b", true);

    @BeforeEach
    @AfterEach
    void forget() {
        Lockdep.reset();
    }

    private static void use(LockMap... locks) {
        for (LockMap lock : locks) {
            lock.acquire(LockMode.EXCLUSIVE);
        }
        for (int i = locks.length - 1; i >= 0; i--) {
            locks[i].release();
        }
    }

    private static List<String> said() {
        List<String> said = new ArrayList<>();
        for (Finding finding : Lockdep.findings()) {
            said.add(finding.kind());
        }
        return said;
    }

    private LockMap another(String name) {
        return LockMap.ofLock(prefix + name, true);
    }

    @Test
    void aDeclaredOrderIsBrokenByTheFirstWhoDoes() {
        Lockdep.declareOrder(prefix + "a", prefix + "b");
        assertThat(said()).isEmpty();

        use(b, a);

        assertThat(said()).containsExactly("circular");
        assertThat(Lockdep.findings().get(0).grade()).isEqualTo("medium");
        assertThat(Lockdep.findings().get(0).text())
                .contains("an order of locks that the program declares", "\n the declared order\n");
    }

    @Test
    void whoKeepsADeclaredOrderIsSilent() {
        Lockdep.declareOrder(prefix + "a", prefix + "b");
        use(a, b);

        assertThat(said()).isEmpty();
    }

    @Test
    void anOrderIsDeclaredThroughClassesInBetween() {
        Lockdep.declareOrder(prefix + "a", prefix + "c", prefix + "b");
        use(b, a);

        assertThat(said()).containsExactly("circular");
    }

    @Test
    void anOrderThatWasBrokenBeforeItWasDeclaredIsReportedWhenItIs() {
        use(b, a);
        Lockdep.declareOrder(prefix + "a", prefix + "b");

        assertThat(said()).containsExactly("circular");
    }

    @Test
    void anOrderOfOneIsNone() {
        assertThatThrownBy(() -> Lockdep.declareOrder("x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void levelsOfAStrictClassAreClassesOfTheirOwn() {
        Lockdep.rules(prefix + "a").strict();
        LockMap inner = another("a");
        a.acquire(LockMode.EXCLUSIVE);
        inner.acquireNested(LockMode.EXCLUSIVE, 1);
        inner.release();
        assertThat(said()).isEmpty();

        inner.acquire(LockMode.EXCLUSIVE);
        inner.release();
        a.release();

        assertThat(said()).containsExactly("recursive");
    }

    @Test
    void levelsHaveAnOrderToo() {
        LockMap inner = another("a");
        a.acquire(LockMode.EXCLUSIVE);
        inner.acquireNested(LockMode.EXCLUSIVE, 1);
        inner.release();
        a.release();
        a.acquireNested(LockMode.EXCLUSIVE, 1);
        inner.acquire(LockMode.EXCLUSIVE);
        inner.release();
        a.release();

        assertThat(said()).containsExactly("circular");
        assertThat(Lockdep.findings().get(0).cycle()).containsExactlyInAnyOrder(prefix + "a", prefix + "a/1");
    }

    @Test
    void thereAreEightLevels() {
        assertThatThrownBy(() -> a.acquireNested(LockMode.EXCLUSIVE, 8)).hasMessageContaining("0 to 7");
    }

    @Test
    void anAnnouncedLevelIsTheAcquisitionThatFollows() {
        Lockdep.rules(prefix + "a").strict();
        LockMap inner = another("a");
        a.acquire(LockMode.EXCLUSIVE);
        Lockdep.nested(inner, 1).acquire(LockMode.EXCLUSIVE);
        assertThat(Lockdep.held()).hasSize(2);
        inner.release();
        assertThat(Lockdep.held()).hasSize(1);
        a.release();

        assertThat(said()).isEmpty();
    }

    @Test
    void anAnnouncedAcquisitionOfWhatIsHeldIsOneMoreHold() {
        a.acquire(LockMode.EXCLUSIVE);
        Lockdep.nested(a, 1).acquire(LockMode.EXCLUSIVE);
        a.release();
        assertThat(Lockdep.isHeld(a)).isTrue();
        a.release();
        assertThat(Lockdep.isHeld(a)).isFalse();
    }

    @Test
    void anOuterLockSerialisesNestings() {
        Lockdep.rules(prefix + "a").strict();
        LockMap inner = another("a");
        b.acquire(LockMode.EXCLUSIVE);
        a.acquire(LockMode.EXCLUSIVE);
        inner.acquireUnder(LockMode.EXCLUSIVE, b);
        inner.release();
        Lockdep.nestedUnder(inner, b).acquire(LockMode.EXCLUSIVE);
        inner.release();
        a.release();
        b.release();

        assertThat(said()).isEmpty();
    }

    @Test
    void anAnnouncedLockThatNobodyReportsIsNotHeldForEver() {
        ReentrantLock unseen = Lockdep.name(new ReentrantLock(), prefix + "unseen");

        Lockdep.nested(unseen, 1).lock();
        Lockdep.nestedUnder(unseen, b).lock();

        assertThat(Lockdep.held()).isEmpty();
        assertThat(said()).isEmpty();
    }

    @Test
    void anOuterLockThatNobodyReportsIsNotMissed() {
        a.acquireUnder(LockMode.EXCLUSIVE, new ReentrantLock());
        a.release();

        assertThat(said()).isEmpty();
    }

    @Test
    void anOuterLockThatIsNotHeldDoesNot() {
        a.acquireUnder(LockMode.EXCLUSIVE, b);
        a.release();

        assertThat(said()).containsExactly("nest-lock-not-held");
    }

    @Test
    void anOrderOfInstancesAllowsWhatAgreesWithIt() {
        List<LockMap> order = List.of(another("a"), another("a"));
        Lockdep.rules(prefix + "a").order(Comparator.comparingInt(lock -> order.indexOf(lock)));
        use(order.get(0), order.get(1));
        assertThat(said()).isEmpty();

        use(order.get(1), order.get(0));

        assertThat(said()).containsExactly("recursive");
        assertThat(Lockdep.findings().get(0).text()).contains("and the lock comparison function returns 1");
    }

    @Test
    void aClassThatIsNotValidatedIsInNoRing() {
        Lockdep.rules(prefix + "a").noValidate();
        use(a, b);
        use(b, a);

        assertThat(said()).isEmpty();
        a.acquire(LockMode.EXCLUSIVE);
        assertThat(Lockdep.held()).hasSize(1);
        a.release();
    }

    @Test
    void whatIsBelowAClassThatIsNotValidatedStillCounts() {
        LockMap c = another("c");
        Lockdep.rules(prefix + "b").noValidate();
        use(a, b, c);
        use(c, a);

        assertThat(said()).containsExactly("circular");
    }

    @Test
    void aClassThatIsNotTrackedIsNotShownEither() {
        Lockdep.rules(prefix + "a").noTrack();
        a.acquire(LockMode.EXCLUSIVE);
        assertThat(Lockdep.held()).isEmpty();
        Lockdep.assertNotHeld(a);
        Lockdep.assertNoneHeld();
        a.release();

        assertThat(said()).isEmpty();
    }

    @Test
    void aHeldLockThatChangesItsClassBringsNewOrders() {
        LockMap c = another("c");
        use(b, c);
        a.acquire(LockMode.EXCLUSIVE);
        c.acquire(LockMode.EXCLUSIVE);
        Lockdep.name(c, prefix + "d");
        Lockdep.name(a, prefix + "c");
        b.acquire(LockMode.EXCLUSIVE);
        b.release();
        c.release();
        a.release();

        // c (once a) is held above by d (once c); then b is taken, with c held: the reverse of b, c.
        assertThat(Lockdep.orders())
                .extracting(LockOrder::first, LockOrder::second)
                .contains(org.assertj.core.groups.Tuple.tuple(prefix + "c", prefix + "d"));
    }

    @Test
    void aDowngradeIsAReaderFromThereOn() {
        a.acquire(LockMode.EXCLUSIVE);
        Lockdep.assertHeldExclusively(a);
        a.downgrade();
        Lockdep.assertHeldShared(a);
        assertThat(said()).isEmpty();
        Lockdep.assertHeldExclusively(a);
        a.release();
        assertThat(said()).containsExactly("assertion");
    }

    @Test
    void aReaderInsideAWriterIsReleasedFirst() {
        a.acquire(LockMode.EXCLUSIVE);
        a.acquire(LockMode.SHARED);
        a.release();
        Lockdep.assertHeldExclusively(a);
        a.acquire(LockMode.EXCLUSIVE);
        a.release();
        a.release();

        assertThat(Lockdep.held()).isEmpty();
        assertThat(said()).isEmpty();
    }

    @Test
    void aWritersScopeThatIsClosedFirstLeavesTheReader() {
        Scope writer = a.scope(LockMode.EXCLUSIVE);
        Scope reader = a.scope(LockMode.SHARED);
        writer.close();
        Lockdep.assertHeldShared(a);
        reader.close();

        assertThat(Lockdep.held()).isEmpty();
        assertThat(said()).isEmpty();
    }

    @Test
    void namesAndRulesOutliveAReset() {
        LockMap renamed = Lockdep.name(another("old"), prefix + "new");
        Lockdep.rules(prefix + "quiet").noTrack();
        Lockdep.reset();
        renamed.acquire(LockMode.EXCLUSIVE);
        another("quiet").acquire(LockMode.EXCLUSIVE);

        assertThat(Lockdep.held()).extracting(HeldLock::lockClass).containsExactly(prefix + "new");
        renamed.release();
    }

    @Test
    void aDowngradeOfWhatIsNotHeldIsReported() {
        a.downgrade();

        assertThat(said()).containsExactly("bad-unlock");
    }

    @Test
    void aBrokenAssertionIsShownWhereItStands() {
        Lockdep.assertHeld(a);

        assertThat(Lockdep.findings().get(0).text())
                .contains("(" + prefix + "a){....}-{4:4}, at: io.lockdep.LockdepTest.aBrokenAssertionIsShown");
    }

    @Test
    void assertionsThatHoldAreSilent() {
        Lockdep.assertNotHeld(a);
        Lockdep.assertNoneHeld();
        a.acquire(LockMode.SHARED);
        Lockdep.assertHeld(a);
        Lockdep.assertHeldShared(a);
        assertThat(Lockdep.isHeld(a)).isTrue();
        a.release();
        assertThat(Lockdep.isHeld(a)).isFalse();

        assertThat(said()).isEmpty();
    }

    @Test
    void assertionsThatDoNotHoldAreReportedOnceEach() {
        Lockdep.assertHeld(a);
        Lockdep.assertHeld(a);
        a.acquire(LockMode.EXCLUSIVE);
        Lockdep.assertNotHeld(a);
        Lockdep.assertNoneHeld();
        a.release();

        assertThat(said()).containsExactly("assertion", "assertion", "assertion");
        assertThat(Lockdep.findings().get(0).text()).contains(prefix + "a: it should be held");
    }

    @Test
    void nothingIsAssertedOfALockThatNobodyReports() {
        Object unknown = new Object();
        Lockdep.assertHeld(unknown);

        assertThat(said()).isEmpty();
    }

    @Test
    void whatMightBeLockedCountsAsIfItWere() {
        a.acquire(LockMode.EXCLUSIVE);
        Lockdep.mightLock(b);
        Lockdep.mightLock(a);
        a.release();
        use(b, a);

        assertThat(said()).containsExactly("circular");
    }

    @Test
    void aPinnedLockMustStayHeld() {
        a.acquire(LockMode.EXCLUSIVE);
        Lockdep.pin(a);
        Lockdep.unpin(a);
        a.release();
        assertThat(said()).isEmpty();

        a.acquire(LockMode.EXCLUSIVE);
        Lockdep.pin(a);
        a.release();

        assertThat(said()).containsExactly("assertion");
        assertThat(Lockdep.isHeld(a)).isFalse();
    }

    @Test
    void whatIsNotHeldCannotBePinned() {
        Lockdep.pin(a);
        Lockdep.unpin(a);

        assertThat(said()).containsExactly("assertion", "assertion");
    }

    @Test
    void aPinnedLockMayBeTakenAgain() {
        a.acquire(LockMode.EXCLUSIVE);
        Lockdep.pin(a);
        a.acquire(LockMode.EXCLUSIVE);
        a.release();
        Lockdep.unpin(a);
        a.release();

        assertThat(said()).isEmpty();
    }

    @Test
    void aLockIsNotGivenUpWhileItIsHeld() {
        a.retire();
        a.acquire(LockMode.EXCLUSIVE);
        a.retire();
        a.release();

        assertThat(said()).containsExactly("held-lock-reinit");
    }

    @Test
    void whoIsExemptDoesNotWait() {
        LockMap reclaim = LockMap.of(prefix + "reclaim");
        try (Scope inside = reclaim.scope(LockMode.EXCLUSIVE)) {
            try (Scope exempt = reclaim.exempt()) {
                assertThat(Lockdep.held()).hasSize(1);
                reclaim.touch(LockMode.EXCLUSIVE);
                reclaim.acquire(LockMode.EXCLUSIVE);
                reclaim.release();
            }
        }
        assertThat(said()).containsExactly();

        try (Scope inside = reclaim.scope(LockMode.EXCLUSIVE)) {
            reclaim.touch(LockMode.EXCLUSIVE);
        }

        assertThat(said()).containsExactly("self-deadlock");
    }

    @Test
    void whatWasLearntCanBeAsked() {
        use(a, b);
        Lockdep.declareOrder(prefix + "b", prefix + "c");

        String thread = Thread.currentThread().getName();
        assertThat(Lockdep.orders()).hasSize(2);
        assertThat(Lockdep.orders().get(0).first()).isEqualTo(prefix + "a");
        assertThat(Lockdep.orders().get(0).declared()).isFalse();
        assertThat(Lockdep.orders().get(0).threads().get(0)).startsWith(thread + "/");
        assertThat(Lockdep.orders().get(1).declared()).isTrue();
        assertThat(Lockdep.orders().get(1).threads()).isEmpty();
    }

    @Test
    void whatIsHeldCanBeAsked() {
        a.acquire(LockMode.EXCLUSIVE);
        b.acquire(LockMode.SHARED);

        assertThat(Lockdep.held()).extracting(HeldLock::lockClass).containsExactly(prefix + "a", prefix + "b");
        assertThat(Lockdep.held()).extracting(HeldLock::mode).containsExactly(LockMode.EXCLUSIVE, LockMode.SHARED);
        b.release();
        a.release();
    }
}
