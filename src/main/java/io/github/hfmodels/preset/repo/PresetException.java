package io.github.hfmodels.preset.repo;

/** A preset cannot choose as it is configured; the message says what is the matter and what the user can do, in one line. */
public final class PresetException extends Exception {

    private static final long serialVersionUID = 1L;

    public PresetException(String message) {
        super(message);
    }
}
