package io.github.hfmodels.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A repository: its source, its type and its id, {@code owner/name} or, for a few legacy models, {@code name} alone.
 *
 * <p>The rules of an id are huggingface_hub's {@code validate_repo_id}.
 *
 * @param source where it is
 * @param type the kind of repository
 * @param id the id, as inserted into addresses and folder names
 */
public record RepoId(SourceId source, RepoType type, String id) {

    private static final int MAX_PART_LENGTH = 96;
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?");

    /** @throws InvalidValueException when the id is malformed; the message says what is wrong with it */
    public RepoId {
        String[] parts = id.split("/", -1);
        if (source == SourceId.MODELSCOPE && parts.length == 1) {
            throw malformed(id, "ModelScope's have an owner");
        }
        if (source == SourceId.MODELSCOPE && type != RepoType.MODEL && type != RepoType.DATASET) {
            throw malformed(id, "of ModelScope only models and datasets can be fetched");
        }
        if (parts.length > 2) {
            throw malformed(id, "it has more than one '/'");
        }
        for (String part : parts) {
            if (part.isEmpty()) {
                throw malformed(id, "a part of it is empty");
            }
            if (part.length() > MAX_PART_LENGTH) {
                throw malformed(id, "a part of it is longer than " + MAX_PART_LENGTH + " characters");
            }
            if (!PART.matcher(part).matches()) {
                throw malformed(id, "only letters, digits, '_', '.', '-' are allowed, '.' and '-' not at either end");
            }
        }
        if (id.contains("--") || id.contains("..")) {
            throw malformed(id, "'--' and '..' are not allowed");
        }
        if (id.endsWith(".git")) {
            throw malformed(id, "it must not end in '.git'");
        }
    }

    /**
     * A repository of the Hugging Face Hub.
     *
     * @throws InvalidValueException when the id is malformed
     */
    public RepoId(RepoType type, String id) {
        this(SourceId.HUGGING_FACE, type, id);
    }

    /**
     * Another repository of the same source, as one that this repository refers to is.
     *
     * @throws InvalidValueException when the id is malformed
     */
    public RepoId inSameSource(RepoType otherType, String otherId) {
        return new RepoId(source, otherType, otherId);
    }

    /** The part before the slash; null for a one-word id. */
    public @Nullable String owner() {
        int slash = id.indexOf('/');
        return slash < 0 ? null : id.substring(0, slash);
    }

    /** The part after the slash, or the whole of a one-word id. */
    public String name() {
        return id.substring(id.indexOf('/') + 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RepoId that && source == that.source && type == that.type && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** As users write it; for the Hub {@code owner/name}, {@code datasets/owner/name}. */
    @Override
    public String toString() {
        return source.prefix() + type.addressPrefix() + id;
    }

    private static InvalidValueException malformed(String id, String why) {
        return new InvalidValueException("'" + Printable.of(id) + "' is not a repository id: " + why
                + "; expected owner/name, such as openai/clip-vit-base-patch32");
    }
}
