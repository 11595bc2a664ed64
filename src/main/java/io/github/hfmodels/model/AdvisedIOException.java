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

    /**
     * What a thing from outside has used up: too large for the memory of this process, or nested too deep for the stack of a thread. So it
     * is the failure of that thing, and the process goes on.
     *
     * @param exhaustion an {@link OutOfMemoryError} or a {@link StackOverflowError}
     */
    public static AdvisedIOException exhausted(VirtualMachineError exhaustion) {
        var failure = exhaustion instanceof StackOverflowError
                ? new AdvisedIOException("something in it is nested too deep to be read", Advice.NONE)
                : new AdvisedIOException(
                        "it needs more memory than there is (" + exhaustion.getMessage() + ")",
                        Advice.to(Advice.Action.ALLOW_MORE_MEMORY));
        failure.initCause(exhaustion);
        return failure;
    }

    @Override
    public Advice advice() {
        return advice;
    }
}
