package io.lockdep.sim.bio;

/**
 * Something that pages can be written to.
 */
@FunctionalInterface
public interface BlockDevice {

    /**
     * Starts a write ({@code submit_bio}). May sleep, but must not wait for memory that only reclaim can free.
     *
     * @param bio what to write; its end is called later, or at once
     */
    void submitBio(Bio bio);
}
