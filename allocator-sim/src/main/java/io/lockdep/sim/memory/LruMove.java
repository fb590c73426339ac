package io.lockdep.sim.memory;

/**
 * What is to happen to the pages of a pagevec; the five pagevecs of each CPU and the {@code ..._fn} functions of
 * mm/swap.c, 4.14, that their pages go through under {@code lru_lock}.
 */
enum LruMove {
    /** {@code __pagevec_lru_add_fn}: a new page goes on its list. */
    ADD,
    /** {@code pagevec_move_tail_fn}: written back, so reclaim had better take it next. */
    ROTATE,
    /** {@code lru_deactivate_file_fn}: a page of a file that is not going to be used. */
    DEACTIVATE_FILE,
    /** {@code lru_lazyfree_fn}: anonymous memory whose contents may be forgotten. */
    LAZYFREE,
    /** {@code __activate_page}: used again. */
    ACTIVATE
}
