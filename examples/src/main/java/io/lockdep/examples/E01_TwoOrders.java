package io.lockdep.examples;

/**
 * 01: two locks in two orders.
 *
 * <p>A transfer locks the accounts and then the journal; the audit locks the journal and then the accounts. Each is
 * correct alone. If both run at the same moment, each can hold what the other waits for, for ever. Here they never do:
 * the audit begins when the transfer is done, and the program ends well every time. lockdep reports it nevertheless,
 * because it learns the order of the locks and not the luck of the run.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 01}</pre>
 *
 * <p>That is {@code java -javaagent:lockdep-agent-VERSION.jar -cp examples/target/classes} and the name of the class, once
 * all is built; the other examples run in the same way.
 *
 * <p>The report is in {@code E01_TwoOrders.report.txt} beside this file's resources; a test compares it. The fix is {@link
 * E01_TwoOrdersFixed}: one order, everywhere.
 */
public final class E01_TwoOrders {

    private final Object accounts = new Object();
    private final Object journal = new Object();

    private E01_TwoOrders() {}

    void transfer() {
        synchronized (accounts) {
            synchronized (journal) {
                System.out.println("transferred");
            }
        }
    }

    void audit() {
        synchronized (journal) {
            synchronized (accounts) {
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
        E01_TwoOrders bank = new E01_TwoOrders();
        OneAfterTheOther.run("teller", bank::transfer, "auditor", bank::audit);
    }
}
