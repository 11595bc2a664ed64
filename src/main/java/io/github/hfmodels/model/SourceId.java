package io.github.hfmodels.model;

import java.util.Arrays;
import java.util.Optional;

/** The sources of models. A source is not a server: all mirrors of a source have its repositories. */
public enum SourceId {
    HUGGING_FACE("huggingface", "", Revision.MAIN),
    MODELSCOPE("modelscope", "modelscope://", new Revision("master"));

    private final String word;
    private final String prefix;
    private final Revision defaultRevision;

    SourceId(String word, String prefix, Revision defaultRevision) {
        this.word = word;
        this.prefix = prefix;
        this.defaultRevision = defaultRevision;
    }

    /** The source as users and lock files write it. */
    public String word() {
        return word;
    }

    /** What precedes the name of a repository of this source where repositories of several sources are named. */
    String prefix() {
        return prefix;
    }

    /** The branch that is meant where no revision is named. */
    public Revision defaultRevision() {
        return defaultRevision;
    }

    /** The source with this word; empty when there is none. */
    public static Optional<SourceId> ofWord(String word) {
        return Arrays.stream(values())
                .filter(source -> source.word.equals(word))
                .findFirst();
    }
}
