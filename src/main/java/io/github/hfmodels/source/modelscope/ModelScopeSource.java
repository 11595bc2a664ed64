package io.github.hfmodels.source.modelscope;
import io.github.hfmodels.http.HttpSettings;
import io.github.hfmodels.source.ModelSource;
import java.util.concurrent.ConcurrentMap;
public abstract class ModelScopeSource implements ModelSource {
    public static ModelSource of(ModelScopeEndpoint e, HttpSettings h, ConcurrentMap<String, String> m) { throw new IllegalStateException(); }
}
