/** Synchronized blocks as Scala writes them: synchronized is a method of every object. */
class HotScala {
  private val a = new Object
  private val b = new Object
  private var n = 0

  def nested(i: Int): Int = a.synchronized { b.synchronized { a.synchronized { i + n } } }

  def looped(i: Int): Int = {
    var j = 0
    while (j < 3) {
      a.synchronized { if (j != i % 3) n += j }
      j += 1
    }
    n
  }

  def throwing(i: Int): Int = {
    try {
      a.synchronized {
        b.synchronized {
          if (i % 5 == 0) throw new IllegalStateException
          n += 1
        }
      }
    } catch {
      case e: IllegalStateException => b.synchronized { n -= 1 }
    } finally {
      a.synchronized { n ^= 1 }
    }
    n
  }

  def guarded(i: Int): Int = synchronized { if (i % 3 == 0) 1 else n + i }

  def chosen(i: Int): String = a.synchronized {
    i % 3 match {
      case 0 => b.synchronized { "zero" }
      case 1 => "one"
      case _ => if (i % 2 == 0) "even" else "odd"
    }
  }

  lazy val late: Int = { Thread.`yield`(); 3 }

  def local(i: Int): Int = {
    lazy val once = i + n
    if (i % 2 == 0) once else once + once
  }

  def all(i: Int): Int = nested(i) + looped(i) + throwing(i) + guarded(i) + chosen(i).length + late + local(i)
}

object HotScala {
  private val hot = new HotScala

  /** Runs all of it. */
  def run(i: Int): Int = hot.all(i)
}
