package io.lockdep.agent;

/** An option that cannot be used. The message is one line: what is wrong, with which option, and the cure. */
final class OptionException extends Exception {

    private static final long serialVersionUID = 1;

    OptionException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
