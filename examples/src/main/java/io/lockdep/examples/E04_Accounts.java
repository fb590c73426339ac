package io.lockdep.examples;

/**
 * 04: two accounts, there and back.
 *
 * <p>A transfer locks the account that pays and then the one that is paid. It is one method, and it always does the
 * same. But a transfer from ours to theirs and one from theirs to ours take the two locks in two orders, and when both
 * run at the same moment, both wait for ever. A rule that speaks of classes of locks only would have to forbid to lock
 * two accounts at all; lockdep remembers which account was locked before which, and is silent until two of them
 * contradict each other.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 04}</pre>
 *
 * <p>The report is in {@code E04_Accounts.report.txt} beside this file's resources; a test compares it. The fix is {@link
 * E04_AccountsFixed}: the account of the lower number first, whichever way the money goes.
 */
public final class E04_Accounts {

    private E04_Accounts() {}

    static void transfer(Account from, Account to, int amount) {
        synchronized (from) {
            synchronized (to) {
                from.balance -= amount;
                to.balance += amount;
                System.out.println("transferred " + amount + ", left " + from.balance);
            }
        }
    }

    /**
     * Transfers there and back, on two threads.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        Account ours = new Account();
        Account theirs = new Account();
        OneAfterTheOther.run("teller", () -> transfer(ours, theirs, 100), "cashier", () -> transfer(theirs, ours, 30));
    }

    private static final class Account {

        int balance = 500;
    }
}
