/** Synchronized blocks as the compiler of Eclipse writes them. */
class HotEcj {
    static final Object a = new Object();
    static final Object b = new Object();
    static int n;

    static int nested(int i) {
        synchronized (a) {
            synchronized (b) {
                synchronized (a) {
                    return i + n;
                }
            }
        }
    }

    static int looped(int i) {
        for (int j = 0; j < 3; j++) {
            synchronized (a) {
                if (j == i % 3) {
                    continue;
                }
                if (i % 7 == 6) {
                    break;
                }
                n += j;
            }
        }
        return n;
    }

    static int throwing(int i) {
        try {
            synchronized (a) {
                synchronized (b) {
                    if (i % 5 == 0) {
                        throw new IllegalStateException();
                    }
                    n++;
                }
            }
        } catch (IllegalStateException e) {
            synchronized (b) {
                n--;
            }
        } finally {
            synchronized (a) {
                n ^= 1;
            }
        }
        return n;
    }

    static synchronized int ofClass(int i) {
        if (i % 3 == 0) {
            return 1;
        }
        return n + i;
    }

    synchronized int ofObject(int i) {
        synchronized (a) {
            return i % 3 == 0 ? 1 : n + i;
        }
    }

    /** Runs all of it. */
    public static int run(int i) {
        return nested(i) + looped(i) + throwing(i) + ofClass(i) + new HotEcj().ofObject(i);
    }
}
