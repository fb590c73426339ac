/** Synchronized blocks as Groovy writes them, compiled statically and dynamically. */
class HotGroovy {
    static final Object a = new Object()
    static final Object b = new Object()
    static int n

    @groovy.transform.CompileStatic
    static int nested(int i) { synchronized (a) { synchronized (b) { synchronized (a) { return i + n } } } }

    @groovy.transform.CompileStatic
    static int looped(int i) {
        for (int j = 0; j < 3; j++) {
            synchronized (a) {
                if (j == i % 3) { continue }
                if (i % 7 == 6) { break }
                n += j
            }
        }
        return n
    }

    @groovy.transform.CompileStatic
    static int throwing(int i) {
        try {
            synchronized (a) {
                synchronized (b) {
                    if (i % 5 == 0) { throw new IllegalStateException() }
                    n++
                }
            }
        } catch (IllegalStateException e) {
            synchronized (b) { n-- }
        } finally {
            synchronized (a) { n ^= 1 }
        }
        return n
    }

    @groovy.transform.CompileStatic
    static synchronized int ofClass(int i) { i % 3 == 0 ? 1 : n + i }

    static int dynamic(int i) {
        synchronized (a) {
            synchronized (b) { if (i % 3 == 0) { return 1 } }
        }
        n + i
    }

    @groovy.transform.Synchronized
    @groovy.transform.CompileStatic
    static int annotated(int i) { i + n }

    /** Runs all of it. */
    @groovy.transform.CompileStatic
    static int run(int i) { nested(i) + looped(i) + throwing(i) + ofClass(i) + dynamic(i) + annotated(i) }
}
