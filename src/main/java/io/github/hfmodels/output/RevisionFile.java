package io.github.hfmodels.output;

import io.github.hfmodels.json.JsonReader;
import io.github.hfmodels.json.JsonWriter;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a Hub answers about a repository at a revision, as far as it is needed to read the repository from there. */
final class RevisionFile {

    /** The member that says that the list has all files. */
    private static final String WHOLE = "siblingsComplete";

    private RevisionFile() {}

    static byte[] format(RepoId repo, Listing listing) {
        var json = new JsonWriter(1);
        json.object().member("id", repo.id()).member("sha", listing.commit().hex());
        if (listing.license() != null) {
            json.name("cardData")
                    .inlineObject()
                    .member("license", listing.license())
                    .end();
        }
        // A reader need not look for more of them, for which a folder has no address.
        json.name(WHOLE).raw("true");
        json.name("siblings").array();
        listing.files().forEach(file -> append(json, file));
        return (json.end().end() + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static void append(JsonWriter json, RepoFile file) {
        json.inlineObject()
                .member("rfilename", file.path())
                .member("size", file.size())
                .member("blobId", file.blobId());
        if (file.lfs() != null) {
            json.name("lfs")
                    .inlineObject()
                    .member("sha256", file.lfs().sha256())
                    .member("size", file.lfs().size())
                    .end();
        }
        json.optionalMember("xetHash", file.xetHash()).end();
    }

    /**
     * Reads what {@link #format} has written.
     *
     * @throws InvalidValueException when it is something else
     */
    static Listing parse(String text) {
        var json = new JsonReader(text);
        var all = new Members();
        json.object(key -> {
            switch (key) {
                case "sha" -> all.sha = json.scalar();
                case "cardData" ->
                    json.object(name -> {
                        if (name.equals("license")) {
                            all.license = json.scalarOrNull();
                        } else {
                            json.skip();
                        }
                    });
                case "siblings" -> json.array(() -> all.files.add(file(json)));
                default -> json.skip();
            }
        });
        json.end();
        return new Listing(new CommitHash(all.sha), all.files, all.license);
    }

    private static RepoFile file(JsonReader json) {
        var file = new Members();
        json.object(key -> {
            switch (key) {
                case "rfilename" -> file.path = json.scalar();
                case "size" -> file.size = json.number();
                case "blobId" -> file.sha = json.scalar();
                case "lfs" -> file.lfs = lfs(json);
                case "xetHash" -> file.xetHash = json.scalarOrNull();
                default -> json.skip();
            }
        });
        return new RepoFile(file.path, file.size, file.sha, file.lfs, file.xetHash);
    }

    private static RepoFile.Lfs lfs(JsonReader json) {
        var content = new Members();
        json.object(key -> {
            switch (key) {
                case "sha256" -> content.sha = json.scalar();
                case "size" -> content.size = json.number();
                default -> json.skip();
            }
        });
        return new RepoFile.Lfs(content.sha, content.size);
    }

    /** The members of an object while they are read; what is missing makes no valid value. */
    private static final class Members {
        private String path = "";
        private String sha = "";
        private long size = -1;
        private RepoFile.@Nullable Lfs lfs;
        private @Nullable String xetHash;
        private @Nullable String license;
        private final List<RepoFile> files = new ArrayList<>();
    }
}
