package io.github.hfmodels.cache;

import io.github.hfmodels.json.JsonReader;
import io.github.hfmodels.json.JsonWriter;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RegularFile;
import io.github.hfmodels.model.RepoFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code trees/<commit>.json}: a commit's whole listing, in huggingface_hub's format version 1. Its readers never ask the Hub again, so it must never hold an incomplete listing.
 */
final class TreeFile {

    private static final Log LOG = Log.of(TreeFile.class);

    private static final int FORMAT_VERSION = 1;
    private static final Pattern XET_HASH = Pattern.compile("[0-9a-f]{64}");

    /** Python sorts by code point, {@code String} by UTF-16 unit. */
    private static final Comparator<RepoFile> BY_PATH = (left, right) -> compareCodePoints(left.path(), right.path());

    private TreeFile() {}

    /** The listing in the file; empty when there is no file, or one that this version does not understand. */
    static Optional<Listing> read(Path file, CommitHash commit) {
        try {
            RegularFile.requireSmall(file, RegularFile.MAX_JSON_BYTES);
            return parse(Files.readString(file, StandardCharsets.UTF_8), commit);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | InvalidValueException e) {
            LOG.debug("Ignoring the listing {}, it cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** Whether the file is of a later version of the format, which others have written and understand. */
    static boolean isOfLaterVersion(Path file) {
        try {
            RegularFile.requireSmall(file, RegularFile.MAX_JSON_BYTES);
            var json = new JsonReader(Files.readString(file, StandardCharsets.UTF_8));
            var later = new HashSet<String>();
            json.object(key -> {
                if (!key.equals("format_version")) {
                    json.skip();
                } else if (json.number() > FORMAT_VERSION) {
                    later.add(key);
                }
            });
            json.end();
            return !later.isEmpty();
        } catch (IOException | InvalidValueException e) {
            return false;
        }
    }

    /** Whether the listing may be stored, and trusted: no reader would check a malformed hash again. */
    static boolean isStorable(Listing listing) {
        return listing.isComplete() && listing.files().stream().allMatch(TreeFile::hasHashes);
    }

    private static boolean hasHashes(RepoFile file) {
        String xet = file.xetHash();
        try {
            file.digest();
            return xet == null || XET_HASH.matcher(xet).matches();
        } catch (InvalidValueException e) {
            return false;
        }
    }

    static byte[] format(Listing listing) {
        var json = new JsonWriter(1);
        json.object().member("format_version", FORMAT_VERSION).name("files").object();
        listing.files().stream().sorted(BY_PATH).forEach(file -> append(json, file));
        return json.end().end().toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void append(JsonWriter json, RepoFile file) {
        json.name(file.path()).object().member("size", file.size()).member("blob_id", file.blobId());
        if (file.lfs() != null) {
            json.member("lfs_sha256", file.lfs().sha256());
            json.member("lfs_size", file.lfs().size());
        }
        json.optionalMember("xet_hash", file.xetHash()).end();
    }

    private static Optional<Listing> parse(String text, CommitHash commit) {
        var json = new JsonReader(text);
        var files = new ArrayList<RepoFile>();
        var understood = new HashSet<String>();
        json.object(key -> {
            switch (key) {
                case "format_version" -> {
                    if (json.number() == FORMAT_VERSION) {
                        understood.add(key);
                    }
                }
                case "files" -> {
                    json.object(path -> files.add(parseFile(json, path)));
                    understood.add(key);
                }
                default -> json.skip();
            }
        });
        json.end();
        Listing listing = new Listing(commit, files);
        return understood.size() == 2 && isStorable(listing) ? Optional.of(listing) : Optional.empty();
    }

    private static RepoFile parseFile(JsonReader json, String path) {
        var entry = new Entry();
        json.object(key -> {
            switch (key) {
                case "size" -> entry.size = json.number();
                case "blob_id" -> entry.blobId = json.scalar();
                case "lfs_sha256" -> entry.sha256 = json.scalarOrNull();
                case "lfs_size" -> entry.lfsSize = json.scalarOrNull();
                case "xet_hash" -> entry.xetHash = json.scalarOrNull();
                default -> json.skip();
            }
        });
        return entry.file(path);
    }

    /** The members of a file's entry while they are read. */
    private static final class Entry {
        private long size = -1;
        private String blobId = "";
        private @Nullable String sha256;
        private @Nullable String lfsSize;
        private @Nullable String xetHash;

        RepoFile file(String path) {
            if (blobId.isEmpty()) {
                throw new InvalidValueException("'" + path + "' has no blob_id");
            }
            RepoFile.Lfs lfs =
                    sha256 == null ? null : new RepoFile.Lfs(sha256, lfsSize == null ? size : number(lfsSize));
            return new RepoFile(path, size, blobId, lfs, xetHash);
        }

        private static long number(String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new InvalidValueException("lfs_size is '" + text + "'", e);
            }
        }
    }

    private static int compareCodePoints(String left, String right) {
        int[] a = left.codePoints().toArray();
        int[] b = right.codePoints().toArray();
        return Arrays.compare(a, b);
    }
}
