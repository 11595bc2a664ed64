package io.github.hfmodels.plan;

import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.PresetRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model's listing as the rules of presets see it, who may also read its files. */
final class ListingView implements PresetRepository {

    /** Ten times as many as the largest pipelines have. Each may cost a request, and a listing may have any number of them. */
    private static final int MAX_READ = 1_000;

    private final ModelRequest model;
    private final Listing listing;
    private final FileAccess access;
    private final FileMetadata metadata;
    private final Map<String, RepoFile> files = new HashMap<>();
    private final Set<String> fetched = new HashSet<>();

    ListingView(ModelRequest model, Listing listing, FileAccess access, FileMetadata metadata) {
        this.model = model;
        this.listing = listing;
        this.access = access;
        this.metadata = metadata;
        listing.files().forEach(file -> files.put(file.path(), file));
    }

    @Override
    public RepoId id() {
        return model.repo();
    }

    @Override
    public Listing listing() {
        return listing;
    }

    @Override
    public void fetch(Collection<String> paths) throws IOException {
        List<RepoFile> wanted = paths.stream()
                .filter(files::containsKey)
                .filter(fetched::add)
                .map(files::get)
                .toList();
        if (fetched.size() > MAX_READ) {
            throw new UserException(
                    "more than " + MAX_READ + " of its files would have to be read to choose among them",
                    CommonAdvice.INCLUDE_FILES);
        }
        if (!wanted.isEmpty()) {
            List<RepoFile> complete = metadata.complete(model.repo(), listing.commit(), wanted);
            complete.forEach(file -> files.put(file.path(), file));
            access.fetch(model, listing, complete);
        }
    }

    @Override
    public Path file(String path) throws IOException {
        fetch(List.of(path));
        RepoFile file = files.get(path);
        if (file == null) {
            throw new IllegalArgumentException("not in the listing: " + path);
        }
        return access.file(model, listing, file);
    }
}
