package io.github.hfmodels.console;

import io.github.hfmodels.cache.CacheInventory.CachedBlob;
import io.github.hfmodels.cache.CacheInventory.CachedFile;
import io.github.hfmodels.cache.CacheInventory.CachedRef;
import io.github.hfmodels.cache.CacheInventory.CachedRevision;
import io.github.hfmodels.cache.CacheInventory.CachedSdkSnapshot;
import io.github.hfmodels.cache.CacheInventory.Damage;
import io.github.hfmodels.cache.CacheInventory.Repository;
import io.github.hfmodels.json.JsonWriter;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.SourceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a cache holds as JSON for programs: everything but the names of files, repositories sorted by folder. */
final class CacheJson {

    private static final int FORMAT_VERSION = 1;

    private final JsonWriter json = new JsonWriter(2);
    private final AdviceText advice;

    private CacheJson(AdviceText advice) {
        this.advice = advice;
    }

    /** The text, which ends with a line feed and does not have characters beyond ASCII. */
    static String of(CacheReport report) {
        var text = new CacheJson(report.advice());
        text.append(report);
        return text.json + "\n";
    }

    private void append(CacheReport report) {
        json.object().member("formatVersion", FORMAT_VERSION);
        json.member("cache", report.cache().toString());
        json.member("size", report.inventory().size());
        json.name("repositories").array();
        report.inventory().repositories().forEach(this::append);
        json.end();
        append("unlinkedSharedBlobs", report.inventory().unlinkedShared());
        append(report.inventory().foreign(), "foreign");
        json.end();
    }

    private void append(Repository repository) {
        json.object();
        boolean isOfHub = repository.repo().source() == SourceId.HUGGING_FACE;
        if (!isOfHub) {
            json.member("source", repository.repo().source().word());
        }
        json.member("type", repository.repo().type().word());
        json.member("id", repository.repo().id());
        json.member("folder", repository.folder().toString());
        json.member("damaged", repository.isDamaged());
        json.member("size", repository.size());
        json.member("files", repository.contents().size());
        append(LastUse.of(repository));
        json.name("refs").array();
        for (CachedRef ref : repository.refs()) {
            json.inlineObject()
                    .member("name", ref.name())
                    .member("commit", ref.commit().hex());
            append("lastModified", ref.lastModified());
            json.end();
        }
        json.end().name("revisions").array();
        Map<CommitHash, List<CachedRef>> refs =
                repository.refs().stream().collect(Collectors.groupingBy(CachedRef::commit));
        repository.revisions().forEach(revision -> append(revision, refs.getOrDefault(revision.commit(), List.of())));
        json.end();
        if (!isOfHub) {
            json.name("sdkSnapshots").array();
            repository.sdkSnapshots().forEach(this::append);
            json.end();
        }
        append("parts", repository.parts());
        append("unlinkedBlobs", repository.unlinkedBlobs());
        append(repository.damage(), "damage");
        json.end();
    }

    /** Of what ModelScope's SDK reads, what it has written itself; the rest leads to revisions. */
    private void append(CachedSdkSnapshot snapshot) {
        List<CachedFile> own = snapshot.ownFiles();
        json.inlineObject().member("name", snapshot.name());
        json.member("ownSize", ByteCount.sum(own, file -> file.blob().size()));
        json.member("ownFiles", own.size());
        json.member("path", snapshot.folder().toString()).end();
    }

    private void append(CachedRevision revision, List<CachedRef> refs) {
        json.inlineObject().member("commit", revision.commit().hex());
        json.member("refs", refs.stream().map(CachedRef::name).toList());
        json.member("size", revision.size());
        json.member("files", revision.files().size());
        append(LastUse.of(revision));
        json.member("path", revision.folder().toString()).end();
    }

    private void append(LastUse use) {
        append("lastAccess", use.access());
        append("lastModified", use.modification());
        append("lastUse", use.time());
        json.member("lastUseBy", use.kind());
    }

    private void append(String name, List<CachedBlob> blobs) {
        json.name(name).array();
        for (CachedBlob blob : blobs) {
            json.inlineObject().member("path", blob.path().toString()).member("size", blob.size());
            append("lastModified", blob.lastModified());
            json.end();
        }
        json.end();
    }

    private void append(List<Damage> damages, String name) {
        json.name(name).array();
        for (Damage damage : damages) {
            json.inlineObject().member("path", damage.path().toString()).member("reason", damage.reason());
            json.member("advice", advice.of(damage.advice())).end();
        }
        json.end();
    }

    private void append(String name, @Nullable Instant time) {
        json.member(name, time == null ? null : time.toString());
    }
}
