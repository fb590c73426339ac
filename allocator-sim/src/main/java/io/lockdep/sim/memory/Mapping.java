package io.lockdep.sim.memory;

/**
 * Who has a page and can do with another one instead; {@code struct address_space} and {@code struct anon_vma} as
 * migration sees them.
 */
interface Mapping {

    /**
     * Puts one page in the place of another ({@code move_to_new_page}).
     *
     * @param from a page that was this owner's when the caller looked
     * @param to a page that the caller allocated; the owner's from now
     * @return false if the page is not the owner's any more, nothing has changed then
     */
    boolean replace(int from, int to);
}
