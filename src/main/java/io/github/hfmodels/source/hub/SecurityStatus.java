package io.github.hfmodels.source.hub;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.source.http.ServerJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the Hub's security scan says of a commit.
 *
 * @param isDone whether all files were scanned, and {@code issues} has all in which something was found
 * @param issues the verdicts on files in which something was found, by path
 */
record SecurityStatus(boolean isDone, Map<String, ScanVerdict> issues) {

    private record Issue(@Nullable String path, ScanVerdict verdict) {

        private static Issue read(JsonParser json) throws IOException {
            String path = null;
            ScanVerdict verdict = ScanVerdict.SUSPICIOUS;
            if (!json.hasToken(JsonToken.START_OBJECT)) {
                json.skipChildren();
                return new Issue(path, verdict);
            }
            for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
                json.nextToken();
                switch (member) {
                    case "path" -> path = scalar(json);
                    case "level" -> verdict = SecurityStatus.verdict(scalar(json), ScanVerdict.SUSPICIOUS);
                    default -> json.skipChildren();
                }
            }
            return new Issue(path, verdict);
        }
    }

    /** Reads the value at the current token; returns null for what is not an object. */
    static @Nullable SecurityStatus read(JsonParser json) throws IOException {
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            json.skipChildren();
            return null;
        }
        boolean isDone = false;
        boolean isWhole = false;
        var issues = new HashMap<String, ScanVerdict>();
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            json.nextToken();
            switch (member) {
                case "scansDone" -> isDone = "true".equals(scalar(json));
                case "filesWithIssues" -> isWhole = add(issues(json), issues);
                default -> json.skipChildren();
            }
        }
        return new SecurityStatus(isDone && isWhole, issues);
    }

    private static @Nullable List<@Nullable Issue> issues(JsonParser json) throws IOException {
        if (json.hasToken(JsonToken.START_ARRAY)) {
            return ServerJson.list(json, Issue::read);
        }
        json.skipChildren();
        return null;
    }

    /** Returns whether it is known of each issue which file has it. */
    private static boolean add(@Nullable List<@Nullable Issue> found, Map<String, ScanVerdict> issues) {
        boolean isWhole = found != null;
        for (Issue issue : found == null ? List.<@Nullable Issue>of() : found) {
            if (issue == null || issue.path() == null) {
                isWhole = false;
            } else {
                issues.merge(issue.path(), issue.verdict(), SecurityStatus::worse);
            }
        }
        return isWhole;
    }

    /** A text; null for anything that has parts. Listings may have a scan, too, and must be read whatever it says. */
    private static @Nullable String scalar(JsonParser json) throws IOException {
        if (json.currentToken().isScalarValue()) {
            return ServerJson.text(json);
        }
        json.skipChildren();
        return null;
    }

    /** Reads what is said of one file; returns null for what is not an object. */
    static @Nullable ScanVerdict ofFile(JsonParser json) throws IOException {
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            json.skipChildren();
            return null;
        }
        ScanVerdict verdict = ScanVerdict.UNSCANNED;
        for (String member = json.nextFieldName(); member != null; member = json.nextFieldName()) {
            json.nextToken();
            if (member.equals("status")) {
                verdict = verdict(scalar(json), ScanVerdict.UNSCANNED);
            } else {
                json.skipChildren();
            }
        }
        return verdict;
    }

    /** @param otherwise the verdict where there is no word */
    private static ScanVerdict verdict(@Nullable String word, ScanVerdict otherwise) {
        if (word == null) {
            return otherwise;
        }
        return switch (word) {
            case "safe" -> ScanVerdict.SAFE;
            case "queued", "unscanned", "error" -> ScanVerdict.UNSCANNED;
            case "unsafe" -> ScanVerdict.UNSAFE;
            // The Hub's scanners say caution, suspicious, and what they may yet think of.
            default -> ScanVerdict.SUSPICIOUS;
        };
    }

    static ScanVerdict worse(ScanVerdict one, ScanVerdict other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
