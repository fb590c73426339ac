package io.lockdep.sim.workqueue;

import java.util.concurrent.CountDownLatch;

/**
 * One queueing of a work: what {@code queue_work_on} leaves behind for workers and flushers.
 *
 * @param work what to do
 * @param workqueue under which name it was queued
 * @param pool whose workers are to do it
 * @param done falls when this queueing has been executed
 */
public record QueuedWork(Work work, Workqueue workqueue, WorkerPool pool, CountDownLatch done) {}
