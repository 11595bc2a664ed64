package io.github.hfmodels.source.modelscope;

import java.util.Locale;
import java.util.regex.Pattern;

/** What the messages of ModelScope's failures mean. They are Chinese or English, and there is no list of their codes. */
final class FailureWords {

    private static final Pattern ABSENT = Pattern.compile("不存在|not found|not exist|no such");
    private static final Pattern ABSENT_REPOSITORY = Pattern.compile(
            "(?:模型|数据集|仓库)不存在|(?:model|dataset|repo|repository)\\b.{0,80}(?:not found|not exist)|record not found");
    private static final Pattern ABSENT_REVISION = Pattern.compile("版本|分支|revision|branch");
    private static final Pattern LOGIN = Pattern.compile("未登录|登录|log ?in|unauthori[sz]ed");
    private static final Pattern FORBIDDEN = Pattern.compile("权限|permission|forbidden|denied");

    private FailureWords() {}

    /** The status of HTTP that a failure would have. */
    static int status(String message) {
        String words = message.toLowerCase(Locale.ROOT);
        if (ABSENT.matcher(words).find()) {
            return 404;
        }
        if (LOGIN.matcher(words).find()) {
            return 401;
        }
        // The server has failed somehow, and may not at the next try.
        return FORBIDDEN.matcher(words).find() ? 403 : 500;
    }

    /** Whether a message says that there is no such model or data set. */
    static boolean isOfRepository(String message) {
        return ABSENT_REPOSITORY.matcher(message.toLowerCase(Locale.ROOT)).find();
    }

    /** Whether a message says that a repository has no such revision. */
    static boolean isOfRevision(String message) {
        return ABSENT_REVISION.matcher(message.toLowerCase(Locale.ROOT)).find();
    }
}
