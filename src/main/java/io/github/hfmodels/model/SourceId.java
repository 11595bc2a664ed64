package io.github.hfmodels.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The sources of models. A source is not a server: all mirrors of a source have its repositories. */
public enum SourceId {
    HUGGING_FACE("huggingface", "", Revision.MAIN, Set.of("huggingface.co", "hf.co")),
    MODELSCOPE(
            "modelscope",
            "modelscope://",
            new Revision("master"),
            Set.of("modelscope.cn", "www.modelscope.cn", "modelscope.ai", "www.modelscope.ai"));

    private final String word;
    private final String prefix;
    private final Revision defaultRevision;
    private final Set<String> publicHosts;

    SourceId(String word, String prefix, Revision defaultRevision, Set<String> publicHosts) {
        this.word = word;
        this.prefix = prefix;
        this.defaultRevision = defaultRevision;
        this.publicHosts = publicHosts;
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

    /** The hosts of its public sites. */
    public Set<String> publicHosts() {
        return publicHosts;
    }

    /** The source with this word; empty when there is none. */
    public static Optional<SourceId> ofWord(String word) {
        return Arrays.stream(values())
                .filter(source -> source.word.equals(word))
                .findFirst();
    }
}
