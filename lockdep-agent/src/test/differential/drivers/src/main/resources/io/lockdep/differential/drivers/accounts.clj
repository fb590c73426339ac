(ns accounts
  (:require [clojure.string :as string]))

(def accounts (vec (repeatedly 10 #(ref 1000))))
(def journal (agent []))
(def counter (atom 0))
(def monitor (Object.))
(def seen (java.util.ArrayList.))

(defn transfer [from to amount]
  (dosync
    (alter (accounts from) - amount)
    (commute (accounts to) + amount)
    (send journal conj amount))
  (swap! counter inc)
  (locking monitor
    (.add seen amount)))

(defn work [n]
  (dotimes [i 300]
    (transfer (mod i 10) (mod (+ i n 1) 10) (mod (* 7 i) 13)))
  n)

(println (sort (map deref (doall (for [n (range 4)] (future (work n)))))))
(await journal)
(println (map deref accounts) (reduce + (map deref accounts)))
(println (frequencies @journal) @counter (count seen))
(println (reduce + (pmap (fn [x] (* x x)) (range 500))))

(def answer (promise))
(def later (delay (locking monitor (deliver answer 42) (count seen))))
(println @later @answer (realized? later))

(defprotocol Shape (area [this]))
(defrecord Square [side] Shape (area [_] (* side side)))
(println (map area (map ->Square (range 10))))

(println (try (locking monitor (throw (ex-info "inside" {:n 1})))
              (catch clojure.lang.ExceptionInfo e [(ex-message e) (ex-data e) (Thread/holdsLock monitor)])))
(println (string/join "," (map name (sort (keys (ns-interns 'accounts))))))
:done
