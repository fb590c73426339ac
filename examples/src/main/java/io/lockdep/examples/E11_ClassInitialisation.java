package io.lockdep.examples;

/**
 * 11: two classes whose initialisers need each other.
 *
 * <p>Initialising a currency makes the default one, which is a euro. A euro is a currency, so to initialise it the JVM
 * initialises its superclass first. A class that is being initialised is locked by the JVM. If one thread touches the
 * one class first and another thread the other, each waits for the other's class, for ever, and a thread dump shows
 * two threads that are runnable. Here one thread touches one class and all is well; lockdep reads it from the code of
 * the initialisers.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 11}</pre>
 *
 * <p>The report is in {@code E11_ClassInitialisation.report.txt} beside this file's resources; a test compares it. The
 * fix is {@link E11_ClassInitialisationFixed}: no instance of a subclass in the initialiser of its superclass. A class
 * of its own holds the default.
 */
public final class E11_ClassInitialisation {

    private E11_ClassInitialisation() {}

    /**
     * Shows the default, then pays in euros, on two threads.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        OneAfterTheOther.run(
                "visitor", () -> System.out.println("default " + Currency.DEFAULT.sign()),
                "cashier", () -> System.out.println("paid in " + new Euro().sign()));
    }

    private abstract static class Currency {

        static final Currency DEFAULT = new Euro();

        abstract String sign();
    }

    private static final class Euro extends Currency {

        @Override
        String sign() {
            return "EUR";
        }
    }
}
