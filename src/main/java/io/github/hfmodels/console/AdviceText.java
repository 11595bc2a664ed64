package io.github.hfmodels.console;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Advised;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.plan.ModelFailure;

/**
 * What users can do about failures, in the words of Maven and of this plugin's parameters, as lines of {@link Printable}.
 *
 * @param goal the command for a goal without its name, such as {@code mvn hf-models:}
 * @param lockOptions the options of the command line that a command for the lock file must have, too, each after a blank
 * @param isOfCommandLine whether the models are named on the command line, where they have no elements
 */
public record AdviceText(String goal, String lockOptions, boolean isOfCommandLine) {

    /** The words for models of a POM that has the plugin. */
    public AdviceText(String lockOptions) {
        this("mvn hf-models:", lockOptions, false);
    }

    /** A model's failure in one line: the model, the reason, and what to do. */
    public String of(ModelFailure failure) {
        return line(failure.reason(), failure, failure.request().repo().source());
    }

    /** A mistake in one line: the reason, and what to do. */
    public String of(UserException mistake) {
        return line(String.valueOf(mistake.getMessage()), mistake, SourceId.HUGGING_FACE);
    }

    /** A reason and what to do, in one line. */
    public String of(String reason, Advised failure) {
        return line(reason, failure, SourceId.HUGGING_FACE);
    }

    /** What to do, as a part of a sentence; may be empty. */
    public String of(Advice advice) {
        return Printable.line(words(advice, SourceId.HUGGING_FACE));
    }

    private String line(String reason, Advised failure, SourceId source) {
        String words = words(failure.advice(), source);
        return Printable.line(words.isEmpty() ? reason : reason + "; " + words);
    }

    /** @param source that of the model that it is about */
    private String words(Advice advice, SourceId source) {
        return switch (advice.action()) {
            case AS_SAID -> advice.detail();
            case GO_ONLINE -> "run once without -o and without HF_HUB_OFFLINE to fetch it";
            case LOOK_UP_AGAIN -> "build with -U to see whether it has moved";
            case CHECK_REVISION ->
                isOfCommandLine ? "check the revision after the @ in -Dhf.models" : "check <revision>";
            case CHECK_ID_OR_ENDPOINT -> "check the id and " + endpoint(source);
            case SET_ENDPOINT -> "if that is " + (source == SourceId.MODELSCOPE ? "ModelScope" : "the Hub") + ", set " + endpoint(source)
                        + " to " + advice.detail();
            case CHECK_ENDPOINT_OR_PROXY -> "check " + endpoint(source) + " and the proxy";
            case LOG_IN ->
                "give the login for it in settings.xml, as the <server> with <id>" + advice.detail() + "</id>";
            case CHECK_NETWORK -> "check network and proxy, or build with -o";
            case TRUST_CERTIFICATE ->
                "have Java trust its certificate (-Djavax.net.ssl.trustStore=FILE in MAVEN_OPTS), or build with -o";
            case EXCLUDE_FILE ->
                "leave " + (advice.detail().isEmpty() ? "it" : advice.detail()) + " out with <excludes>" + inPom();
            case ALLOW_MORE_BYTES ->
                isOfCommandLine
                        ? "raise hf.maxSize, or name one file or folder, as in -Dhf.models=" + scheme(source)
                                + "owner/name/file"
                        : "raise hf.maxSize, or select fewer files with <includes>";
            case ALLOW_MORE_MEMORY -> "give Maven more with -Xmx in MAVEN_OPTS";
            case ALLOW_LONGER_WAIT -> "raise hf.maxWait, or try again later";
            case ALLOW_LONGER_CONNECT -> timeout("hf.connectTimeout");
            case ALLOW_LONGER_FIRST_BYTE -> timeout("hf.firstByteTimeout");
            case ALLOW_LONGER_SILENCE -> timeout("hf.readTimeout");
            case ALLOW_OTHER_HOSTS -> "set hf.strictEndpoint to false to allow that";
            case MAKE_ROOM -> "make room, or set "
                        + (source == SourceId.MODELSCOPE ? "hf.modelscopeCacheDirectory" : "hf.cacheDirectory")
                        + " to another disk";
            case CHANGE_LINK_MODE -> "set hf.link to copy or symbolic";
            case CHANGE_TEMPORARY_FOLDER -> "create it, or set -Djava.io.tmpdir=FOLDER in MAVEN_OPTS";
            case FORCE_DOWNLOAD -> "run again with -Dhf.force to download it again";
            case PREFETCH -> "run " + goal + "prefetch" + lockOptions;
            case REPAIR -> "run " + goal + "verify -Dhf.repair" + lockOptions;
            case REPAIR_CACHE -> "run " + goal + "verify -Dhf.all -Dhf.repair to download it again";
            case PRUNE_CACHE -> "run " + goal + "prune to delete it when it is a day old";
            case LOCK ->
                (advice.detail().isEmpty() ? "" : advice.detail() + ", then ") + "run " + goal + "lock" + lockOptions;
            case UPDATE_LOCK ->
                "if the repository was changed on purpose, run " + goal + "update -Dhf.models=" + advice.detail();
            case REPORT_FAULT ->
                "this is a fault of hf-models-maven-plugin; please report it with the output of mvn -e";
        };
    }

    /** The parameter that says where a source is. */
    static String endpoint(SourceId source) {
        return source == SourceId.MODELSCOPE ? "hf.modelscopeEndpoint" : "hf.endpoint";
    }

    private static String scheme(SourceId source) {
        return source == SourceId.MODELSCOPE ? "modelscope://" : "hf://";
    }

    private static String timeout(String parameter) {
        return "raise " + parameter + ", check network and proxy, or build with -o";
    }

    private String inPom() {
        return isOfCommandLine ? ", which needs a <model> in a POM instead of -Dhf.models" : "";
    }
}
