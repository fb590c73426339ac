/** Synchronized blocks as Kotlin writes them: its synchronized is an inline function. */
object HotKotlin {
    private val a = Any()
    private val b = Any()
    private var n = 0

    fun nested(i: Int): Int = synchronized(a) { synchronized(b) { synchronized(a) { i + n } } }

    fun looped(i: Int): Int {
        for (j in 0 until 3) {
            synchronized(a) {
                if (j == i % 3) return@synchronized
                if (i % 7 == 6) return n
                n += j
            }
        }
        return n
    }

    fun throwing(i: Int): Int {
        try {
            synchronized(a) {
                synchronized(b) {
                    if (i % 5 == 0) throw IllegalStateException()
                    n++
                }
            }
        } catch (e: IllegalStateException) {
            synchronized(b) { n-- }
        } finally {
            synchronized(a) { n = n xor 1 }
        }
        return n
    }

    @Synchronized
    fun guarded(i: Int): Int {
        synchronized(a) { if (i % 3 == 0) return 1 }
        return n + i
    }

    private inline fun <T> locked(lock: Any, body: () -> T): T = synchronized(lock) { body() }

    fun inlined(i: Int): Int = locked(a) { locked(b) { if (i % 4 == 1) return 7 else n + i } }

    /** Runs all of it. */
    @JvmStatic
    fun run(i: Int): Int = nested(i) + looped(i) + throwing(i) + guarded(i) + inlined(i)
}
