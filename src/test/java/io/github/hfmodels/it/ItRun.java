package io.github.hfmodels.it;

import io.github.hfmodels.testhub.RecordedRequest;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What is to be seen of a build.
 *
 * @param requests all that it asked of the Hub and its content network
 * @param ofModelScope all that it asked of ModelScope and its storage, if the test has one
 * @param log what it printed
 */
public record ItRun(List<RecordedRequest> requests, List<RecordedRequest> ofModelScope, String log) {

    /** Such as {@code --- hf-models:1.0.0:prefetch (default) @ module ---}, in the words of any Maven. */
    private static final Pattern GOAL_OF_MODULE = Pattern.compile(":prefetch \\([^)]*\\) @ (\\S+) ");

    /** The paths of the questions that the Hub's API was asked, sorted. */
    public List<String> apiCalls() {
        return paths(request -> request.path().matches("/api/(models|datasets|spaces)/.*"));
    }

    /** The paths of the files that the Hub was asked for, sorted. */
    public List<String> downloads() {
        return paths(request -> request.path().contains("/resolve/"));
    }

    /** Whether the log contains the text. */
    public boolean says(String text) {
        return log.contains(text);
    }

    /** The lines of the log that contain the text. */
    public List<String> lines(String text) {
        return log.lines().filter(line -> line.contains(text)).toList();
    }

    /**
     * The lines in which Maven, or the plugin, warns of something: not of the caller's settings and profiles, which each
     * build of a test is given.
     */
    public List<String> warnings() {
        return log.lines()
                .dropWhile(line -> !line.contains("Scanning for projects"))
                .filter(line -> line.startsWith("[WARN") || line.startsWith("WARNING:"))
                .filter(line -> !line.contains("The requested profile"))
                .toList();
    }

    /** The modules in which the goal {@code prefetch} ran, in order. */
    public List<String> modules() {
        return GOAL_OF_MODULE.matcher(log).results().map(line -> line.group(1)).toList();
    }

    /** What a failed assertion shows; the log is shown anyway. */
    @Override
    public String toString() {
        return "a build with " + requests.size() + " requests";
    }

    private List<String> paths(Predicate<RecordedRequest> wanted) {
        return requests.stream()
                .filter(request -> request.server() == RecordedRequest.Server.HUB)
                .filter(wanted)
                .map(RecordedRequest::path)
                .sorted()
                .toList();
    }
}
