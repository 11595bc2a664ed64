package io.github.hfmodels.source.modelscope;

import java.util.Locale;
import java.util.regex.Pattern;

/** What the messages of ModelScope's failures mean. They are Chinese or English, and there is no list of their codes. */
final class FailureWords {

    private static final Pattern ABSENT = Pattern.compile("不存在|not found|not exist|no such");
    private static final Pattern ABSENT_REPOSITORY = Pattern.compile(
            "(?:模型|数据集|仓库)不存在|(?:model|dataset|repo|repository)(?![.\\w-])(?:(?!file).){0,80}(?:not found|not exist)|record not found");
    private static final Pattern RATE_LIMIT = Pattern.compile("频繁|限流|too many requests|rate limit");
    private static final Pattern ABSENT_REVISION = Pattern.compile("版本|分支|revision|branch");
    private static final Pattern LOGIN = Pattern.compile("未登录|登录|log ?in|unauthori[sz]ed");
    private static final Pattern FORBIDDEN = Pattern.compile("权限|permission|forbidden|denied");

    private FailureWords() {}

    /** The status of HTTP that a failure would have. */
    static int status(String message) {
        String words = message.toLowerCase(Locale.ROOT);
        if (RATE_LIMIT.matcher(words).find()) {
            return 429;
        }
        if (ABSENT.matcher(words).find()) {
            return 404;
        }
        if (LOGIN.matcher(words).find()) {
            return 401;
        }
        // The server has failed somehow, and may not at the next try.
        return FORBIDDEN.matcher(words).find() ? 403 : 500;
    }

    /**
     * Whether a message says that there is no such model or data set.
     *
     * @param path the file that was asked for, whose name may be like such words
     */
    static boolean isOfRepository(String message, String path) {
        String words = message.replace(path, "").replace(path.substring(path.lastIndexOf('/') + 1), "");
        return ABSENT_REPOSITORY.matcher(words.toLowerCase(Locale.ROOT)).find();
    }

    /** Whether a message says that a repository has no such revision. */
    static boolean isOfRevision(String message) {
        return ABSENT_REVISION.matcher(message.toLowerCase(Locale.ROOT)).find();
    }
}
