package io.lockdep.examples;

/** 11, fixed: the default is in a class of its own, which neither initialiser needs. lockdep is silent. */
public final class E11_ClassInitialisationFixed {

    private E11_ClassInitialisationFixed() {}

    /**
     * Touches the default.
     *
     * @param arguments not used
     */
    public static void main(String[] arguments) {
        System.out.println(Default.CURRENCY.sign());
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
