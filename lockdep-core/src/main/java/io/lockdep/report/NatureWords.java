package io.lockdep.report;

/** What one says of a lock, a signal, a unit or a context: one verb for each nature, in every part of a report. */
final class NatureWords {

    private NatureWords() {}

    /** {@return the row of a scenario in which somebody gets what others wait for, such as {@code lock(A);}} */
    static String hold(Nature nature, String mode, String name) {
        return switch (nature) {
            case LOCK -> call("lock", mode, name);
            case MAP -> call("hold", mode, name);
            case SIGNAL -> "never: signal(" + name + ");";
            case RESOURCE -> "take(" + name + ");";
            case POOL -> "worker(" + name + ");";
            case CONTEXT -> "<context " + name + ">";
        };
    }

    /** {@return the row of a scenario in which somebody waits, such as {@code lock(A);}} */
    static String want(Nature nature, String mode, String name) {
        return switch (nature) {
            case MAP -> call("wait", mode, name);
            case SIGNAL -> "await(" + name + ");";
            case LOCK, RESOURCE, POOL, CONTEXT -> hold(nature, mode, name);
        };
    }

    static String hold(Party party) {
        return hold(party.holdsNature(), party.holdMode(), party.holds());
    }

    static String want(Party party) {
        return want(party.wantsNature(), party.wantMode(), party.wants());
    }

    /** {@return whether what the party holds is yet to come: a signal that its thread never gets to give} */
    static boolean isYetToCome(Party party) {
        return party.holdsNature() == Nature.SIGNAL;
    }

    /** {@return how a party's block begins what it holds} */
    static String holds(Party party) {
        String name = party.holds();
        return switch (party.holdsNature()) {
            case LOCK -> "holds " + name + " (" + party.holdMode() + "), taken at:";
            case MAP -> "holds " + name + " (" + party.holdMode() + "), begun at:";
            case SIGNAL -> "is to signal " + name + ", at:";
            case RESOURCE -> "holds a unit of " + name + ", taken at:";
            case POOL -> "is a worker of " + name + ", begun at:";
            case CONTEXT -> "runs in context " + name + ", entered at:";
        };
    }

    /** {@return how a party's block begins what it waits for} */
    static String wants(Party party) {
        String name = party.wants();
        return switch (party.wantsNature()) {
            case LOCK -> "wants " + name + " (" + party.wantMode() + "), at:";
            case MAP -> "waits for " + name + " (" + party.wantMode() + "), at:";
            case SIGNAL -> "awaits " + name + ", at:";
            case RESOURCE -> "wants a unit of " + name + ", at:";
            case POOL -> "wants a worker of " + name + ", at:";
            case CONTEXT -> "lets context " + name + " come in, at:";
        };
    }

    /** {@return the first line of a report, behind the thread} */
    static String isTrying(Nature nature) {
        return switch (nature) {
            case LOCK -> " is trying to acquire lock:";
            case MAP -> " is waiting for:";
            case SIGNAL -> " is waiting for signal:";
            case RESOURCE -> " is waiting for a unit of:";
            case POOL -> " is waiting for a worker of:";
            case CONTEXT -> " can be interrupted by context:";
        };
    }

    /** {@return the second line of a report} */
    static String isHolding(Nature nature) {
        return switch (nature) {
            case LOCK -> "but task is already holding lock:";
            case MAP -> "but task is already holding:";
            case SIGNAL -> "but task is the one to signal:";
            case RESOURCE -> "but task is already holding a unit of:";
            case POOL -> "but task is already a worker of:";
            case CONTEXT -> "but task is already in context:";
        };
    }

    private static String call(String verb, String mode, String name) {
        return ("W".equals(mode) ? "" : "r") + verb + "(" + name + ");";
    }
}
