package io.lockdep.engine;

/** A companion by whose name the engine knows an object of the program, which is what reports should show. */
interface StandIn {

    /** {@return type and identity of the object, as {@link Reporter#instance} gives them} */
    String shownAs();
}
