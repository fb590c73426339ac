package io.lockdep.differential.drivers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Objects with locks in them are written and read: same bytes, and locks that work. */
public final class Serialization {

    private Serialization() {}

    /** Prints the digest of each object's bytes, twice. */
    public static void main(String[] args) throws Exception {
        Vector<Integer> vector = new Vector<>(List.of(1, 2, 3));
        Hashtable<String, Integer> table = new Hashtable<>();
        table.put("one", 1);
        ReentrantLock lock = new ReentrantLock(true);
        lock.lock();
        ReentrantReadWriteLock both = new ReentrantReadWriteLock();
        both.readLock().lock();
        StampedLock stamped = new StampedLock();
        stamped.readLock();
        List<Object> objects = List.of(
                vector,
                table,
                lock,
                both,
                stamped,
                new Semaphore(3),
                new StringBuffer("text"),
                new LinkedBlockingQueue<>(List.of(1, 2)),
                new ArrayBlockingQueue<>(4, true, List.of("a", "b")),
                new PriorityBlockingQueue<>(List.of(3, 1, 2)),
                new CopyOnWriteArrayList<>(List.of(1)),
                new ConcurrentHashMap<>(java.util.Map.of("key", "value")),
                Collections.synchronizedList(new ArrayList<>(List.of(1, 2))),
                Collections.synchronizedMap(new HashMap<>(java.util.Map.of(1, 2))),
                new Guarded(),
                new Undeclared());
        for (Object object : objects) {
            byte[] bytes = write(object);
            Object copy = read(bytes);
            System.out.println(object.getClass().getName() + " " + bytes.length + " " + new Sum().add(bytes) + " "
                    + new Sum().add(write(copy)));
        }
        ReentrantLock unlocked = (ReentrantLock) read(write(lock));
        System.out.println(unlocked.isLocked() + " " + unlocked.isFair() + " " + unlocked.tryLock());
        Guarded guarded = (Guarded) read(write(new Guarded()));
        System.out.println(guarded.add() + " " + guarded.add());
        try {
            read(write(new Refused()));
        } catch (InvalidObjectException e) {
            System.out.println(e);
        }
    }

    private static byte[] write(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    /** Has locks, one of which is made anew when it is read. */
    private static final class Guarded implements Serializable {

        private static final long serialVersionUID = 1;
        private final ReentrantLock lock = new ReentrantLock();
        private transient Object monitor = new Object();
        private int count;

        int add() {
            lock.lock();
            try {
                synchronized (monitor) {
                    return ++count;
                }
            } finally {
                lock.unlock();
            }
        }

        private synchronized void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            monitor = new Object();
        }
    }

    /** Its serial version is computed from its members, which must be the same. */
    @SuppressWarnings("serial")
    private static final class Undeclared implements Serializable {

        private static final Object SHARED = new Object();
        private final ReentrantLock lock = new ReentrantLock();
        private int count;

        synchronized int add() {
            synchronized (SHARED) {
                return ++count;
            }
        }

        static synchronized void nothing() {}

        @Override
        public String toString() {
            return lock + " " + add();
        }
    }

    /** Cannot be read back. */
    private static final class Refused implements Serializable {

        private static final long serialVersionUID = 1;

        private synchronized Object readResolve() throws InvalidObjectException {
            throw new InvalidObjectException("refused, " + Thread.holdsLock(this));
        }
    }
}
