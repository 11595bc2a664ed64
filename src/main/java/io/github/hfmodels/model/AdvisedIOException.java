package io.github.hfmodels.model;

import java.io.IOException;

/** Something outside of the program, such as a disk, does not work; with what the user can do about it. */
public final class AdvisedIOException extends IOException implements Advised {

    private static final long serialVersionUID = 1L;

    private final transient Advice advice;

    /** @param reason what does not work and why, in one line */
    public AdvisedIOException(String reason, Advice advice) {
        super(reason);
        this.advice = advice;
    }

    @Override
    public Advice advice() {
        return advice;
    }
}
