package io.lockdep.agent.report;

import java.util.List;

/** What can be asked of lockdep by JMX, under the name {@code io.lockdep:type=Lockdep}. */
public interface LockdepMXBean {

    /** {@return how many distinct findings there are, of all grades} */
    int getFindingCount();

    /** {@return how many findings were suppressed, known before, or of kinds that are not asked for} */
    long getSilencedCount();

    /** {@return how many lock classes have been seen} */
    int getLockClassCount();

    /** {@return how many dependencies between lock classes have been learnt} */
    int getDependencyCount();

    /** {@return how many chains of held locks have been validated} */
    int getChainCount();

    /** {@return how many errors inside lockdep were caught} */
    long getInternalErrorCount();

    /** {@return one line per limit that was hit, so that more may be wrong than is said; normally empty} */
    List<String> getLimits();

    /** {@return one line per finding: grade, kind, message} */
    List<String> getFindings();

    /** {@return one line per lock that a thread holds now and per wait} */
    List<String> getHeldLocks();

    /** {@return all findings as text} */
    String dump();

    /** {@return the dependencies learnt so far, as a graph for Graphviz} */
    String dumpGraph();

    /** Forgets all that was learnt and found. */
    void reset();
}
