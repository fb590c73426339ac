package io.lockdep.examples;

/**
 * 03: five philosophers, five forks.
 *
 * <p>Everybody takes the fork at the left and then the one at the right. If all take the left one at the same moment,
 * each holds what the neighbour waits for, and nobody ever eats. No two of them contradict each other: the ring has
 * five members, and testing any two together shows nothing. Here they eat in turn. lockdep tells the forks apart, and
 * finds the ring when the last one sits down.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 03}</pre>
 *
 * <p>The report is in {@code E03_Philosophers.report.txt} beside this file's resources; a test compares it. The fix is
 * {@link E03_PhilosophersFixed}: the fork of the lower number first, so the last philosopher reaches to the other
 * side.
 */
public final class E03_Philosophers {

    private static final int SEATS = 5;

    private final Fork[] forks = new Fork[SEATS];

    private E03_Philosophers() {
        for (int i = 0; i < SEATS; i++) {
            forks[i] = new Fork();
        }
    }

    void dine(int seat) {
        Fork first = forks[seat];
        Fork second = forks[(seat + 1) % SEATS];
        synchronized (first) {
            synchronized (second) {
                System.out.println("philosopher " + seat + " has eaten");
            }
        }
    }

    /**
     * Lets each philosopher eat, in turn.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E03_Philosophers table = new E03_Philosophers();
        Runnable[] meals = new Runnable[SEATS];
        for (int i = 0; i < SEATS; i++) {
            int seat = i;
            meals[i] = () -> table.dine(seat);
        }
        InTurn.run("philosopher", meals);
    }

    private static final class Fork {}
}
