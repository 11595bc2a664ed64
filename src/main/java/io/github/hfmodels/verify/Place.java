package io.github.hfmodels.verify;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.plan.ModelRequest;
import io.github.hfmodels.verify.Finding.Kind;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a content is to be.
 *
 * @param commit null for a blob that no snapshot has
 * @param file the file as it should be; null for a blob that no snapshot has
 * @param path in a snapshot, in {@code blobs}, or in an output directory
 * @param isLaidOut whether it is in an output directory
 * @param model the model that needs it; null for none
 */
record Place(
        RepoId repo,
        @Nullable CommitHash commit,
        @Nullable RepoFile file,
        Path path,
        boolean isLaidOut,
        @Nullable ModelRequest model) {

    static Place inSnapshot(RepoId repo, CommitHash commit, RepoFile file, Path path, @Nullable ModelRequest model) {
        return new Place(repo, commit, file, path, false, model);
    }

    static Place laidOut(ModelRequest model, CommitHash commit, RepoFile file, Path path) {
        return new Place(model.repo(), commit, file, path, true, model);
    }

    static Place blob(RepoId repo, Path path) {
        return new Place(repo, null, null, path, false, null);
    }

    /** The hashes that its content is known to have. */
    Set<Digest> hashes() {
        var hashes = new LinkedHashSet<Digest>();
        if (file != null && file.etag() == null && !file.isNameOnly()) {
            hashes.add(file.digest());
            file.digest(Digest.Algorithm.SHA256).ifPresent(hashes::add);
        }
        return hashes;
    }

    /** @param what is wrong, after the file's name */
    Finding finding(Kind kind, String what) {
        Kind told = !isLaidOut ? kind : kind == Kind.MISSING ? Kind.NOT_LAID_OUT : Kind.LAID_OUT_DIFFERS;
        return new Finding(
                told, repo, commit, file, path, name() + " " + what, model == null ? List.of() : List.of(model));
    }

    private String name() {
        if (isLaidOut) {
            return Printable.of(path.toString());
        }
        return file == null
                ? "blob " + Printable.of(String.valueOf(path.getFileName()))
                : "'" + Printable.of(file.path()) + "'";
    }
}
