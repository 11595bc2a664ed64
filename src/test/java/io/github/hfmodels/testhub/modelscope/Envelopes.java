package io.github.hfmodels.testhub.modelscope;

import io.github.hfmodels.testhub.Json;
import io.github.hfmodels.testhub.Response;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every answer of the API has around it. */
final class Envelopes {

    /** What all answers are named by, so that tests can look for it. */
    static final String REQUEST_ID = "6a1b2c3d-0000-4000-8000-1234567890ab";

    private final Set<Variation> variations;

    Envelopes(Set<Variation> variations) {
        this.variations = variations;
    }

    Response success(@Nullable Object data, @Nullable Integer total) {
        Map<String, @Nullable Object> json = envelope(200, true, "success");
        json.put(name("Data"), data);
        if (total != null) {
            json.put(name("TotalCount"), total);
        }
        return Response.json(200, json);
    }

    Response failure(int status, int code, String message) {
        Map<String, @Nullable Object> json = envelope(code, false, message);
        json.put(name("Data"), null);
        return Response.json(variations.contains(Variation.FAILURES_WITH_200) ? 200 : status, json);
    }

    Response repositoryNotFound(boolean isDataset) {
        return failure(404, 404, isDataset ? "数据集不存在" : "模型不存在");
    }

    Response revisionNotFound(String revision) {
        return failure(404, 404, "版本不存在: " + revision);
    }

    Response fileNotFound(String path) {
        return failure(404, 404, "文件不存在: " + path);
    }

    Response notLoggedIn() {
        return failure(401, 401, "用户未登录");
    }

    Response forbidden() {
        return failure(403, 403, "没有访问权限");
    }

    Response notUnderstood() {
        return failure(400, 400, "请求参数错误");
    }

    /** The name of a member as this server writes it. */
    String name(String capitalised) {
        return variations.contains(Variation.LOWER_CASE)
                ? Character.toLowerCase(capitalised.charAt(0)) + capitalised.substring(1)
                : capitalised;
    }

    private Map<String, @Nullable Object> envelope(int code, boolean success, String message) {
        return Json.object(
                name("Code"), code, name("Success"), success, name("Message"), message, name("RequestId"), REQUEST_ID);
    }
}
