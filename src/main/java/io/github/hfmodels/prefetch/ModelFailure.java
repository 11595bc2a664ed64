package io.github.hfmodels.prefetch;

import io.github.hfmodels.hub.SourceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/**
 * Why a model is not ready.
 *
 * @param request what was asked for
 * @param cause what went wrong
 */
public record ModelFailure(ModelRequest request, Exception cause) {

    /** Model, reason and what to do, in one line. */
    public String message() {
        return request + ": " + reason();
    }

    /** Whether the user can mend it in the configuration, rather than wait for the world to. */
    public boolean isUsersToMend() {
        return cause instanceof SourceException source ? source.isUsersToMend() : cause instanceof PlanException;
    }

    private String reason() {
        if (cause instanceof AccessDeniedException denied) {
            return "no permission to write " + denied.getFile()
                    + "; check its owner and mode, or set hf.cacheDirectory";
        }
        if (cause instanceof FileSystemException onDisk) {
            String why = onDisk.getReason() == null ? onDisk.getClass().getSimpleName() : onDisk.getReason();
            return "cannot write " + onDisk.getFile() + ": " + why;
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return cause instanceof IOException
                        || cause instanceof PlanException
                        || cause instanceof IllegalArgumentException
                ? message
                : "unexpected: " + cause;
    }
}
