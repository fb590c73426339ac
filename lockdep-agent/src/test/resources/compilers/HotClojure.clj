; Locked blocks as Clojure writes them: locking is a macro around monitor-enter and monitor-exit.
(ns HotClojure
  (:gen-class :methods [^:static [run [int] int]]))
(def a (Object.))
(def b (Object.))
(defn nested [i] (locking a (locking b (locking a (inc i)))))
(defn throwing [i]
  (try
    (locking a (locking b (if (zero? (rem i 5)) (throw (IllegalStateException.)) i)))
    (catch IllegalStateException e (locking b 1))
    (finally (locking a 2))))
(defn -run [i] (int (+ (nested i) (throwing i))))
