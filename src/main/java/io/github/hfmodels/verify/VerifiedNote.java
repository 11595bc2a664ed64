package io.github.hfmodels.verify;

import io.github.hfmodels.cache.AtomicFile;
import io.github.hfmodels.log.Log;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.model.InvalidValueException;
import io.github.hfmodels.model.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The note of which contents were verified, and with which stamp. It is a file of this user alone: what others could have written is not
 * believed, and neither is a note with a line that is not understood. One line is one content.
 */
final class VerifiedNote {

    private static final Log LOG = Log.of(VerifiedNote.class);

    private static final String HEADER = "hf-models verified 1";
    private static final int MAX_BYTES = 1 << 24;

    /** Of more contents, the largest are noted. */
    private static final int MAX_ENTRIES = 30_000;

    private static final int FIELDS = 6;
    private static final String POSIX = "posix";
    private static final Set<PosixFilePermission> MINE = PosixFilePermissions.fromString("rw-------");

    /** What was written this short a time before it was read may have been written again since, with the same times. */
    private static final long RACY_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** What was verified at a path. */
    private record Entry(FileStamp stamp, Set<Digest> hashes) {}

    private final @Nullable Path file;
    private final Map<String, Entry> known;
    private final Map<String, Content> hashed = new LinkedHashMap<>();

    private VerifiedNote(@Nullable Path file, Map<String, Entry> known) {
        this.file = file;
        this.known = known;
    }

    /** @param file where it is; null for a note that is not kept */
    static VerifiedNote read(@Nullable Path file) {
        return new VerifiedNote(file, file == null ? Map.of() : entries(file));
    }

    /** Whether the content had all its hashes when it had this stamp. */
    boolean covers(Content content) {
        Entry entry = known.get(content.path().toString());
        return entry != null && entry.stamp.equals(content.stamp()) && entry.hashes.containsAll(content.hashes());
    }

    /** Notes what came out when a content was hashed: one that is wrong is no longer covered, although a bad disk leaves its stamp. */
    void add(Content content) {
        hashed.put(content.path().toString(), content);
    }

    /** Writes the note if there is something new. Other builds may do the same: what is lost then is only hashed again. */
    void write() {
        boolean isNew = hashed.entrySet().stream()
                .anyMatch(each -> each.getValue().verified() != null || known.containsKey(each.getKey()));
        if (file == null || !isNew) {
            return;
        }
        // What other builds have noted since is kept.
        var entries = new HashMap<>(entries(file));
        entries.keySet().removeAll(hashed.keySet());
        entries.entrySet().removeIf(entry -> !isCurrent(entry.getKey(), entry.getValue()));
        hashed.forEach((path, content) -> noted(content).ifPresent(entry -> entries.put(path, entry)));
        try {
            write(file, text(entries).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("What was verified cannot be noted in {}", file, e);
        }
    }

    private Optional<Entry> noted(Content content) {
        Content.Verified verified = content.verified();
        if (verified == null) {
            return Optional.empty();
        }
        long last = Math.max(verified.read().modified(), verified.read().changed());
        boolean isRacy = last >= TimeUnit.MILLISECONDS.toNanos(verified.begin()) - RACY_NANOS;
        boolean isOneLine = content.path().toString().chars().noneMatch(Character::isISOControl);
        return isRacy || !isOneLine ? Optional.empty() : Optional.of(new Entry(verified.now(), content.hashes()));
    }

    private static String text(Map<String, Entry> entries) {
        var text = new StringBuilder(HEADER).append('\n');
        entries.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Entry> each) ->
                                each.getValue().stamp.size())
                        .reversed())
                .limit(MAX_ENTRIES)
                .map(each -> line(each.getKey(), each.getValue()))
                // A character has three bytes at most.
                .takeWhile(line -> (text.length() + line.length()) * 3L < MAX_BYTES)
                .forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static void write(Path file, byte[] text) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        Files.createDirectories(folder);
        boolean isPosix = isPosix(file);
        FileAttribute<?>[] attributes =
                isPosix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(MINE)} : new FileAttribute<?>[0];
        // With a name that no other build uses.
        Path temporary = folder.resolve(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        AtomicFile.make(file, temporary, path -> {
            Files.createFile(path, attributes);
            Files.write(path, text, StandardOpenOption.WRITE);
        });
    }

    private static String line(String path, Entry entry) {
        FileStamp stamp = entry.stamp;
        return String.join(
                "\t",
                entry.hashes.stream().map(Digest::hex).collect(Collectors.joining(",")),
                Long.toString(stamp.size()),
                Long.toString(stamp.modified()),
                Long.toString(stamp.changed()),
                stamp.key(),
                path);
    }

    /** Whether the file is still as it was. */
    private static boolean isCurrent(String path, Entry entry) {
        try {
            return FileStamp.of(Path.of(path)).equals(entry.stamp);
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    private static Map<String, Entry> entries(Path file) {
        try {
            if (!isMine(file)) {
                LOG.debug("Ignoring {}, which others can write", file);
                return Map.of();
            }
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException | UnsupportedOperationException | InvalidValueException | NumberFormatException e) {
            LOG.debug("Ignoring {}, which is no note of what was verified", file, e);
            return Map.of();
        }
    }

    /** Whether nobody else can have written it. */
    private static boolean isMine(Path file) throws IOException {
        RegularFile.requireSmall(file, MAX_BYTES);
        RegularFile.require(file, LinkOption.NOFOLLOW_LINKS);
        if (!isPosix(file)) {
            return true;
        }
        Path process = Path.of("/proc/self");
        Object me = Files.exists(process)
                ? Files.getOwner(process)
                : file.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(System.getProperty("user.name"));
        return MINE.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))
                && Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(me);
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains(POSIX);
    }

    private static Map<String, Entry> parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(HEADER) || !text.endsWith("\n")) {
            throw new InvalidValueException("it begins or ends otherwise");
        }
        var entries = new HashMap<String, Entry>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            if (fields.length != FIELDS) {
                throw new InvalidValueException("a line has " + fields.length + " fields");
            }
            var stamp = new FileStamp(
                    Long.parseLong(fields[1]), Long.parseLong(fields[2]), Long.parseLong(fields[3]), fields[4]);
            Set<Digest> hashes = new HashSet<>();
            Arrays.stream(fields[0].split(",", -1)).map(VerifiedNote::hash).forEach(hashes::add);
            entries.put(fields[5], new Entry(stamp, hashes));
        }
        return entries;
    }

    private static Digest hash(String hex) {
        return new Digest(
                hex.length() == Digest.Algorithm.SHA256.hexDigits()
                        ? Digest.Algorithm.SHA256
                        : Digest.Algorithm.GIT_SHA1,
                hex);
    }
}
