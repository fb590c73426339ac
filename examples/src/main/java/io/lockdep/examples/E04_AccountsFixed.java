package io.lockdep.examples;

/** 04, fixed: the account of the lower number is locked first. lockdep is silent. */
public final class E04_AccountsFixed {

    private E04_AccountsFixed() {}

    static void transfer(Account from, Account to, int amount) {
        Account first = from.number < to.number ? from : to;
        Account second = first == from ? to : from;
        synchronized (first) {
            synchronized (second) {
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
        Account ours = new Account(1);
        Account theirs = new Account(2);
        OneAfterTheOther.run("teller", () -> transfer(ours, theirs, 100), "cashier", () -> transfer(theirs, ours, 30));
    }

    private static final class Account {

        final int number;
        int balance = 500;

        Account(int number) {
            this.number = number;
        }
    }
}
