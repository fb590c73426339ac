package io.lockdep.examples;

/** 11, fixed: the default is in a class of its own, which neither initialiser needs. lockdep is silent. */
public final class E11_ClassInitialisationFixed {

    private E11_ClassInitialisationFixed() {}

    /**
     * Shows the default, then pays in euros, on two threads.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        OneAfterTheOther.run(
                "visitor", () -> System.out.println("default " + Default.CURRENCY.sign()),
                "cashier", () -> System.out.println("paid in " + new Euro().sign()));
    }

    private abstract static class Currency {

        abstract String sign();
    }

    private static final class Euro extends Currency {

        @Override
        String sign() {
            return "EUR";
        }
    }

    private static final class Default {

        static final Currency CURRENCY = new Euro();
    }
}
