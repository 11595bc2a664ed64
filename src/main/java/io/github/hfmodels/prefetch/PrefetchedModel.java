package io.github.hfmodels.prefetch;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.FileRole;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoPath;
import io.github.hfmodels.plan.ModelRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that is ready for use.
 *
 * @param request what was asked for
 * @param commit the commit that the revision was at
 * @param path the folder with its files: the output directory if there is one, else the snapshot in the cache
 * @param files those of its files that are wanted, as the listing has them
 * @param roles those of them that have roles
 * @param wasCached whether nothing was downloaded for it here: the cache had all contents, or another module downloaded them
 */
public record PrefetchedModel(
        ModelRequest request,
        CommitHash commit,
        Path path,
        List<RepoFile> files,
        Map<FileRole, RepoFile> roles,
        boolean wasCached) {

    public PrefetchedModel {
        files = List.copyOf(files);
        roles = Map.copyOf(roles);
    }

    /** The folder as a {@code file:} URI, without a slash at the end. */
    public String uri() {
        String uri = path.toUri().toString();
        // Java adds a slash for a folder that exists.
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }

    /** The one file that is wanted, in the folder; empty when there are several. */
    public Optional<Path> file() {
        return files.size() == 1 ? Optional.of(pathOf(files.get(0))) : Optional.empty();
    }

    /** The file with a role, in the folder; empty when none has it for certain. */
    public Optional<Path> file(FileRole role) {
        return Optional.ofNullable(roles.get(role)).map(this::pathOf);
    }

    /** Where the folder and files of it are, by the names that properties and the manifest have for them. */
    public Map<String, String> places() {
        var places = new LinkedHashMap<String, String>();
        places.put("path", path.toString());
        places.put("uri", uri());
        file().ifPresent(file -> places.put("file", file.toString()));
        for (FileRole role : FileRole.values()) {
            file(role).ifPresent(file -> places.put(role.word(), file.toString()));
        }
        return places;
    }

    private Path pathOf(RepoFile file) {
        return RepoPath.resolve(path, request.layout().place(file.path()));
    }
}
