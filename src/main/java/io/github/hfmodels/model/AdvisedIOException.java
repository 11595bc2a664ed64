package io.github.hfmodels.model;

import java.io.IOException;

/** Something that lies outside of the program does not work, such as a disk; with what the user can do about it. */
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
