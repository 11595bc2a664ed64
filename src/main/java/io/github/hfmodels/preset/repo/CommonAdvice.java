package io.github.hfmodels.preset.repo;

import io.github.hfmodels.model.Advice;

/** Advice that several rules give. */
public final class CommonAdvice {

    public static final Advice CHOOSE_REVISION = Advice.of("choose another revision");

    /** For what is wrong in the repository, so that its next revision may have it right. */
    public static final Advice CHOOSE_REVISION_OR_TELL_OWNER =
            Advice.of("choose another revision, or tell the repository's owner");

    public static final Advice INCLUDE_FILES = Advice.of("choose files with <includes> instead of <preset>");

    public static final Advice TRUST_CODE =
            Advice.of("read that code, and add <trustRemoteCode>true</trustRemoteCode> if you trust it");

    private CommonAdvice() {}
}
