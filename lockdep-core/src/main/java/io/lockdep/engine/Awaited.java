package io.lockdep.engine;

import io.lockdep.report.Nature;

/**
 * What a thread can wait for that is no lock: says who could end the wait, so that the watchdog can tell a slow wait from
 * one that never ends.
 *
 * <p>Implemented by the objects handed to {@link LockEvents#waits}. Asked by the watchdog's thread while program threads
 * go on: the methods take no lock that a program thread can hold while it waits, and answer for one moment. An answer
 * counts only if it is the same at two looks.
 */
public interface Awaited {

    /**
     * What is waited for, at this moment.
     *
     * @return {@code RESOURCE} for a unit of a bounded supply; {@code POOL} for a task that no worker has started, so that
     *     a worker is what is missing; {@code MAP} for a task that runs; {@code SIGNAL} for an event
     */
    Nature nature();

    /**
     * Who can end the wait, at this moment.
     *
     * @return holders of the units (any), workers of a full pool that could start the task (any), the thread that runs the
     *     task (all); unknown if a further thread, also one not started yet, could end it too
     */
    Enders enders();
}
