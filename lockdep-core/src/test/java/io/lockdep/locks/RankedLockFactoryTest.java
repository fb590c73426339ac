package io.lockdep.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.Lockdep;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An order that is declared by an enum is kept from the first acquisition on. */
class RankedLockFactoryTest {

    enum Order {
        CLIENTS,
        ACCOUNTS {
            @Override
            public String toString() {
                return "a constant with a body";
            }
        },
        JOURNAL
    }

    enum Single {
        ONLY
    }

    private final Stage stage = new Stage();
    private final RankedLockFactory<Order> locks = LockFactory.withExplicitOrdering(Order.class, Policy.THROW);

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void theDeclaredOrderIsSilent() {
        Lock clients = locks.newReentrantLock(Order.CLIENTS);
        Lock accounts = locks.newReentrantReadWriteLock(Order.ACCOUNTS).writeLock();
        Lock journal = locks.newStampedLock(Order.JOURNAL).asWriteLock();

        stage.on("one", () -> {
            nest(clients, accounts, journal);
            nest(accounts, journal);
            nest(clients, journal);
        });

        assertThat(stage.said()).isEmpty();
    }

    @Test
    void theOtherOrderThrowsBeforeTheDeclaredOneWasEverSeen() {
        Lock clients = locks.newReentrantLock(Order.CLIENTS);
        Lock accounts = locks.newReentrantReadWriteLock(Order.ACCOUNTS).readLock();
        Lock journal = new Binary(locks.newSemaphore(Order.JOURNAL, 1));

        stage.on("one", () -> {
            throwsWhenNested(accounts, clients);
            throwsWhenNested(accounts, clients);
            throwsWhenNested(journal, clients);
            throwsWhenNested(journal, accounts);
        });

        assertThat(stage.said())
                .containsExactly(
                        "medium circular Order.ACCOUNTS Order.CLIENTS",
                        "medium circular Order.ACCOUNTS Order.CLIENTS Order.JOURNAL",
                        "medium circular Order.ACCOUNTS Order.JOURNAL");
    }

    @Test
    void theDeclaredOrderStaysGoodAfterTheOtherOneThrew() {
        Lock clients = locks.newReentrantLock(Order.CLIENTS, true);
        Lock accounts = locks.newReentrantLock(Order.ACCOUNTS);

        stage.on("one", () -> {
            throwsWhenNested(accounts, clients);
            nest(clients, accounts);
            throwsWhenNested(accounts, clients);
        });
        stage.on("two", () -> nest(clients, accounts));
    }

    @Test
    void twoLocksOfOneRankMayNotBeNested() {
        Lock one = locks.newReentrantLock(Order.CLIENTS);
        Lock other = locks.newReentrantLock(Order.CLIENTS);

        stage.on("one", () -> {
            throwsWhenNested(one, other);
            throwsWhenNested(other, one);
            nest(one, one);
        });

        assertThat(stage.said()).containsExactly("medium recursive Order.CLIENTS");
    }

    @Test
    void theDeclaredOrderOutlivesAReset() {
        Lock clients = locks.newReentrantLock(Order.CLIENTS);
        Lock accounts = locks.newReentrantReadWriteLock(Order.ACCOUNTS, true).writeLock();

        Lockdep.reset();

        stage.on("one", () -> throwsWhenNested(accounts, clients));
    }

    @Test
    void locksThatOnlyLogAreReportedAndTaken() {
        RankedLockFactory<Order> logging = LockFactory.withExplicitOrdering(Order.class, Policy.LOG);

        stage.on("one", () -> nest(logging.newReentrantLock(Order.JOURNAL), logging.newReentrantLock(Order.ACCOUNTS)));

        assertThat(stage.said()).containsExactly("medium circular Order.ACCOUNTS Order.JOURNAL");
        assertThat(Lockdep.findings().get(0).text()).contains("it breaks an order of locks that the program declares");
    }

    @Test
    void anEnumOfOneConstantDeclaresNothing() {
        RankedLockFactory<Single> single = LockFactory.withExplicitOrdering(Single.class, Policy.THROW);

        stage.on("one", () -> nest(single.newReentrantLock(Single.ONLY)));

        assertThat(stage.said()).isEmpty();
    }

    private static void throwsWhenNested(Lock outer, Lock inner) {
        outer.lock();
        try {
            assertThatThrownBy(inner::lock).isInstanceOf(PotentialDeadlockException.class);
        } finally {
            outer.unlock();
        }
    }

    private static void nest(Lock... locks) {
        List.of(locks).forEach(Lock::lock);
        for (int i = locks.length - 1; i >= 0; i--) {
            locks[i].unlock();
        }
    }
}
