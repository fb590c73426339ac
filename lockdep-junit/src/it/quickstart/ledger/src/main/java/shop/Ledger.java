package shop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Books entries and tells an auditor of each. The bug: it calls the auditor under its lock, and the auditor calls back. */
public class Ledger {

    private final Object lock = new Object();
    private final Object auditLock = new Object();
    private final List<String> entries = new ArrayList<>();
    private final Consumer<String> auditor;

    public Ledger(Consumer<String> auditor) {
        this.auditor = auditor;
    }

    public void book(String entry) {
        synchronized (lock) {
            entries.add(entry);
            synchronized (auditLock) {
                auditor.accept(entry);
            }
        }
    }

    public int audit() {
        synchronized (auditLock) {
            synchronized (lock) {
                return entries.size();
            }
        }
    }
}
