package io.lockdep.examples;

/** 03, fixed: everybody takes the fork of the lower number first. lockdep is silent. */
public final class E03_PhilosophersFixed {

    private static final int SEATS = 5;

    private final Fork[] forks = new Fork[SEATS];

    private E03_PhilosophersFixed() {
        for (int i = 0; i < SEATS; i++) {
            forks[i] = new Fork();
        }
    }

    void dine(int seat) {
        int left = seat;
        int right = (seat + 1) % SEATS;
        Fork first = forks[Math.min(left, right)];
        Fork second = forks[Math.max(left, right)];
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
        E03_PhilosophersFixed table = new E03_PhilosophersFixed();
        Runnable[] meals = new Runnable[SEATS];
        for (int i = 0; i < SEATS; i++) {
            int seat = i;
            meals[i] = () -> table.dine(seat);
        }
        InTurn.run("philosopher", meals);
    }

    private static final class Fork {}
}
