package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoFile.Lfs;
import io.github.hfmodels.python.Python;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeFileTest {

    private static final CommitHash COMMIT = new CommitHash("c9745ed1d9f207416be6d2e6f8de32d1f16199bf");
    private static final String SHA1 = "9e26dfeeb6e641a33dae4961196235bdb965b21b";
    private static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String XET = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    private Path folder;

    @Test
    void format_isThatOfHuggingfaceHub() {
        Listing listing = listing(
                new RepoFile("sub/é\uD83E\uDD17.bin", 134, SHA1, new Lfs(SHA256, 7_000_000_000L), XET),
                new RepoFile("a\"\\\n\t\u0001\u007f", 0, SHA1, null, null),
                new RepoFile("old.bin", 3, SHA1, new Lfs(SHA256, 3), null));

        assertThat(new String(TreeFile.format(listing), StandardCharsets.UTF_8))
                .isEqualTo("""
                {
                 "format_version": 1,
                 "files": {
                  "a\\"\\\\\\n\\t\\u0001\\u007f": {
                   "size": 0,
                   "blob_id": "SHA1"
                  },
                  "old.bin": {
                   "size": 3,
                   "blob_id": "SHA1",
                   "lfs_sha256": "SHA256",
                   "lfs_size": 3
                  },
                  "sub/\\u00e9\\ud83e\\udd17.bin": {
                   "size": 134,
                   "blob_id": "SHA1",
                   "lfs_sha256": "SHA256",
                   "lfs_size": 7000000000,
                   "xet_hash": "XET"
                  }
                 }
                }""".replace("SHA256", SHA256).replace("SHA1", SHA1).replace("XET", XET));
    }

    @Test
    void listingsOfLessThanAll_areNotStorable() {
        var whole = new RepoFile("a", 3, SHA1, null, null);

        assertThat(TreeFile.isStorable(listing(whole))).isTrue();
        assertThat(TreeFile.isStorable(listing(whole, RepoFile.named("b")))).isFalse();
        assertThat(TreeFile.isStorable(listing(whole, RepoFile.tagged("b", 3, "5f3a-3"))))
                .isFalse();
        assertThat(TreeFile.isStorable(listing(whole, RepoFile.tagged("b", 3, SHA1))))
                .isFalse();
        assertThat(TreeFile.isStorable(listing(whole, new RepoFile("b", 3, "", new Lfs(SHA256, 3), null))))
                .isFalse();
        assertThat(TreeFile.isStorable(new Listing(COMMIT, List.of(whole), null, true)))
                .isFalse();
    }

    @Test
    void format_ofNoFiles_isThatOfHuggingfaceHub() {
        assertThat(new String(TreeFile.format(listing()), StandardCharsets.UTF_8))
                .isEqualTo("""
                {
                 "format_version": 1,
                 "files": {}
                }""");
    }

    @Test
    void format_isByteForByteWhatHuggingfaceHubWrites() throws Exception {
        Python python = Python.requireHuggingfaceHub();
        for (Listing listing : List.of(listing(), oddListing())) {
            writeWithPython(python, listing);

            assertThat(Files.readString(file()))
                    .isEqualTo(new String(TreeFile.format(listing), StandardCharsets.UTF_8));
            assertThat(read()).isEqualTo(sorted(listing));
        }
    }

    @Test
    void read_givesBackWhatWasWritten() throws IOException {
        Listing listing = oddListing();
        write(TreeFile.format(listing));

        assertThat(read()).isEqualTo(sorted(listing));
    }

    @Test
    void read_missingFile_isEmpty() {
        assertThat(TreeFile.read(file(), COMMIT)).isEmpty();
    }

    @Test
    void read_folderInItsPlace_isEmpty() throws IOException {
        Files.createDirectories(file());

        assertThat(TreeFile.read(file(), COMMIT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'format_version':1,'files':{'a':{'size':1,'blob_id':'SHA1'}}}",
                "{'files':{'a':{'blob_id':'SHA1','size':1}},'format_version':1}",
                "\r\n\t { 'format_version' : 1 , 'files' : { 'a' : { 'size' : 1 , 'blob_id' : 'SHA1' } } } \n ",
                "{'format_version':1,'files':{'\\u0061':{'size':1,'blob_id':'SHA1'}}}",
                "{'format_version':1,'files':{'a':{'size':1,'blob_id':'SHA1','lfs_sha256':null,'lfs_size':null,'xet_hash':null}}}",
                "{'new':{'x':[1,{},[],[null,true,-1.5e3]]},'format_version':1,'files':{'a':{'size':1,'n':[{}],'blob_id':'SHA1'}}}",
            })
    void read_otherFormattingAndUnknownMembers_isUnderstood(String json) throws IOException {
        write(json);

        assertThat(read()).isEqualTo(listing(new RepoFile("a", 1, SHA1, null, null)));
    }

    @Test
    void read_sizesThatNoFileHas_areNotTrusted() throws IOException {
        write("{'format_version':1,'files':{'a':{'size':9223372036854775807,'blob_id':'SHA1'}}}");

        assertThat(TreeFile.read(file(), COMMIT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{}",
                "\uFEFF{'format_version':1,'files':{}}",
                "{'format_version':1}",
                "{'files':{}}",
                "{'format_version':2,'files':{}}",
                "{'format_version':'1','files':{}}",
                "{'format_version':10,'files':{}}",
                "{'format_version':null,'files':{}}",
                "{'format_version':{},'files':{}}",
                "{'format_version':1,'files':null}",
                "{'format_version':1,'files':[]}",
                "{'format_version':1,'files':{}}x",
                "{'format_version':1,'files':{}}{}",
                "{'format_version':1,'files':{},}",
                "{'format_version':1 'files':{}}",
                "{'format_version':1,'files':{'a':null}}",
                "{'format_version':1,'files':{'a':{}}}",
                "{'format_version':1,'files':{'a':{'size':1}}}",
                "{'format_version':1,'files':{'a':{'blob_id':'SHA1'}}}",
                "{'format_version':1,'files':{'a':{'size':null,'blob_id':'SHA1'}}}",
                "{'format_version':1,'files':{'a':{'size':'1','blob_id':'SHA1'}}}",
                "{'format_version':1,'files':{'a':{'size':-1,'blob_id':'SHA1'}}}",
                "{'format_version':1,'files':{'a':{'size':1.5,'blob_id':'SHA1'}}}",
                "{'format_version':1,'files':{'a':{'size':9223372036854775808,'blob_id':'SHA1'}}}",
                "{'format_version':1,'files':{'a':{'size':1,'blob_id':null}}}",
                "{'format_version':1,'files':{'a':{'size':1,'blob_id':''}}}",
                "{'format_version':1,'files':{'a':{'size':1,'blob_id':['SHA1']}}}",
                "{'format_version':1,'files':{'a':{'size':1,'blob_id':'SHA1','lfs_sha256':'x','lfs_size':'y'}}}",
                "{'format_version':1,'files':{'a':{'size':1,'blob_id':'SHA1','lfs_sha256':'x','lfs_size':-1}}}",
                "{'format_version':1,'files':{'a':{'size':1,'blob_id':'SHA1','xet_hash':'none'}}}",
                "{'format_version':1,'files':{'a':{'size':1,'blob_id':'SHA1','xet_hash':true}}}",
                "{'format_version':1,'files':{'\\u00':{'size':1,'blob_id':'SHA1'}}}",
                "{'format_version':1,'files':{'\\uzzzz':{'size':1,'blob_id':'SHA1'}}}",
                "{'format_version':1,'files':{'\\x':{'size':1,'blob_id':'SHA1'}}}",
                "{'format_version':1,'files':{'a",
                "{'format_version':1,'files':{'a\\",
            })
    void read_whateverElse_isEmpty(String json) throws IOException {
        write(json);

        assertThat(TreeFile.read(file(), COMMIT)).isEmpty();
    }

    @Test
    void read_bytesThatAreNoText_isEmpty() throws IOException {
        write(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThat(TreeFile.read(file(), COMMIT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{'x':", "[{'x':"})
    void read_endlessNesting_isEmpty(String opening) throws IOException {
        write("{'x':" + opening.repeat(100_000));

        assertThat(TreeFile.read(file(), COMMIT)).isEmpty();
    }

    @Test
    void read_ofAnyBeginningOfAFile_isEmpty() throws IOException {
        byte[] whole = TreeFile.format(listing(
                new RepoFile("é\n", 12, SHA1, null, null), new RepoFile("b", 1, SHA1, new Lfs(SHA256, 1), XET)));
        for (int length = 0; length < whole.length; length++) {
            write(Arrays.copyOf(whole, length));

            assertThat(TreeFile.read(file(), COMMIT)).as("%d bytes", length).isEmpty();
        }
    }

    @Test
    void read_ofDamagedFiles_neverThrows() throws IOException {
        var random = new Random(20261122);
        byte[] whole = TreeFile.format(listing(
                new RepoFile("é\n", 12, SHA1, null, null), new RepoFile("b", 1, SHA1, new Lfs(SHA256, 1), XET)));
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte)
                        (random.nextBoolean() ? random.nextInt(256) : "{}[]\",:\\u0-".charAt(random.nextInt(11)));
            }
            write(damaged);

            assertThatCode(() -> TreeFile.read(file(), COMMIT))
                    .as(() -> new String(damaged, StandardCharsets.ISO_8859_1))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void isStorable_notWithAXetHashThatIsNone() {
        assertThat(TreeFile.isStorable(oddListing())).isTrue();
        assertThat(TreeFile.isStorable(listing(new RepoFile("a", 1, SHA1, null, "../x"))))
                .isFalse();
    }

    private static Listing oddListing() {
        var files = new ArrayList<RepoFile>();
        int size = 0;
        for (String path : List.of(
                "a",
                "B",
                "a/b",
                "a b",
                "a.b",
                "a-b",
                "",
                "é",
                "e\u0301",
                "文/件",
                "\uFFFD",
                "\uE000",
                "\uD83E\uDD17",
                "\uD800",
                "\uDBFF\uDFFF",
                "quote\"",
                "back\\slash",
                "\b\f\n\r\t",
                "\0\u001f\u007f\u0080\u2028",
                "/",
                "<>&'")) {
            Lfs lfs = size % 2 == 0 ? null : new Lfs(SHA256, size * 1_000_000_007L);
            files.add(new RepoFile(path, size, SHA1, lfs, size % 3 == 0 ? XET : null));
            size++;
        }
        Collections.shuffle(files, new Random(20261122));
        return new Listing(COMMIT, files);
    }

    private void writeWithPython(Python python, Listing listing) throws IOException {
        var entries = new TreeMap<String, Object>(Collections.reverseOrder());
        for (RepoFile file : listing.files()) {
            var entry = new TreeMap<String, Object>();
            entry.put("size", file.size());
            entry.put("blob_id", file.blobId());
            if (file.lfs() != null) {
                entry.put("lfs_sha256", file.lfs().sha256());
                entry.put("lfs_size", file.lfs().size());
            }
            if (file.xetHash() != null) {
                entry.put("xet_hash", file.xetHash());
            }
            entries.put(file.path(), entry);
        }
        Path input = folder.resolve("entries.json");
        var escaping = JsonWriteFeature.ESCAPE_NON_ASCII;
        var json = JsonMapper.builder().enable(escaping).build();
        Files.writeString(input, json.writeValueAsString(entries));
        python.run("""
                import json, sys
                from huggingface_hub._tree_cache import TreeCacheEntry, write_tree_cache
                entries = json.load(open(sys.argv[3]))
                write_tree_cache(sys.argv[1], sys.argv[2], {p: TreeCacheEntry(**e) for p, e in entries.items()})
                """, folder.toString(), COMMIT.hex(), input.toString());
    }

    private static Listing sorted(Listing listing) {
        var files = new ArrayList<>(listing.files());
        files.sort((a, b) -> Arrays.compare(
                a.path().codePoints().toArray(), b.path().codePoints().toArray()));
        return new Listing(listing.commit(), files);
    }

    private static Listing listing(RepoFile... files) {
        return new Listing(COMMIT, List.of(files));
    }

    private Path file() {
        return folder.resolve("trees").resolve(COMMIT.hex() + ".json");
    }

    private Listing read() {
        return TreeFile.read(file(), COMMIT).orElseThrow();
    }

    private void write(String json) throws IOException {
        write(json.replace('\'', '"').replace("SHA1", SHA1).getBytes(StandardCharsets.UTF_8));
    }

    private void write(byte[] bytes) throws IOException {
        Files.createDirectories(file().getParent());
        Files.write(file(), bytes);
    }
}
