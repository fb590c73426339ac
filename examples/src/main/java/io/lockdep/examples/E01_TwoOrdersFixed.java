package io.lockdep.examples;

/** 01, fixed: whoever needs both locks takes the accounts first. lockdep is silent. */
public final class E01_TwoOrdersFixed {

    private final Object accounts = new Object();
    private final Object journal = new Object();

    private E01_TwoOrdersFixed() {}

    void transfer() {
        synchronized (accounts) {
            synchronized (journal) {
                System.out.println("transferred");
            }
        }
    }

    void audit() {
        synchronized (accounts) {
            synchronized (journal) {
                System.out.println("audited");
            }
        }
    }

    /**
     * Runs a transfer, then an audit, on two threads.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E01_TwoOrdersFixed bank = new E01_TwoOrdersFixed();
        OneAfterTheOther.run("teller", bank::transfer, "auditor", bank::audit);
    }
}
