package io.lockdep.graph;

/** A lock instance of which there is more than one unit, so that one holder does not keep others out. */
public interface Supply {

    /** How many units there are if that is not known. */
    int UNKNOWN = Integer.MAX_VALUE;

    /** {@return how many units there are, at least 1} */
    int units();
}
