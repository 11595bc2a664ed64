package io.github.hfmodels.lockfile;

import static io.github.hfmodels.lockfile.TestLocks.hex;
import static io.github.hfmodels.lockfile.TestLocks.lfs;
import static io.github.hfmodels.lockfile.TestLocks.model;
import static io.github.hfmodels.lockfile.TestLocks.regular;
import static io.github.hfmodels.lockfile.TestLocks.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.console.AdviceText;
import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.ModelCard;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.ScanVerdict;
import io.github.hfmodels.model.SourceId;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.process.NamedPipe;
import io.github.hfmodels.selection.Companion;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Selection;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of a lock file: how it is written and read, and what is refused. */
class LockFileTest {

    private static final Selection EVERYTHING = Selection.of(Part.EVERYTHING);
    private static final Selection PART =
            Selection.of(Part.EVERYTHING, List.of("onnx/*", "*.json"), List.of("*_int8.onnx"));

    private static final ModelLock LOCK = new ModelLock(List.of(
            model("org/one", 'a'),
            model("org/one", "v1.0", 'b', PART, null),
            model(
                    RepoType.DATASET,
                    "org/words",
                    "refs/convert/parquet",
                    'c',
                    EVERYTHING,
                    "cc-by-4.0, mit",
                    regular("b \"q\" \\ dür/文 😀.txt", 'd'),
                    regular("a.txt", 'e'))));

    private static final String TEXT = """
            {
              "formatVersion": 1,
              "models": [
                {
                  "source": "huggingface",
                  "type": "model",
                  "id": "org/one",
                  "revision": "main",
                  "commit": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                  "license": "apache-2.0",
                  "files": {
                    "config.json": {"size": 2, "gitSha1": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
                    "model.onnx": {"size": 3000, "sha256": "8888888888888888888888888888888888888888888888888888888888888888"}
                  }
                },
                {
                  "source": "huggingface",
                  "type": "model",
                  "id": "org/one",
                  "revision": "v1.0",
                  "commit": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                  "license": null,
                  "includes": ["onnx/*", "*.json"],
                  "excludes": ["*_int8.onnx"],
                  "files": {
                    "config.json": {"size": 2, "gitSha1": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "sha256": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"},
                    "model.onnx": {"size": 3000, "sha256": "8888888888888888888888888888888888888888888888888888888888888888"}
                  }
                },
                {
                  "source": "huggingface",
                  "type": "dataset",
                  "id": "org/words",
                  "revision": "refs/convert/parquet",
                  "commit": "cccccccccccccccccccccccccccccccccccccccc",
                  "license": "cc-by-4.0, mit",
                  "files": {
                    "a.txt": {"size": 2, "gitSha1": "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", "sha256": "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"},
                    "b \\"q\\" \\\\ d\\u00fcr/\\u6587 \\ud83d\\ude00.txt": {"size": 2, "gitSha1": "dddddddddddddddddddddddddddddddddddddddd", "sha256": "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"}
                  }
                }
              ]
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void theTextIsTheSameToTheByteInWhateverOrderTheModelsCome() throws IOException {
        assertThat(written(LOCK)).isEqualTo(TEXT);

        var reversed = new ModelLock(List.of(
                LOCK.models().get(2), LOCK.models().get(1), LOCK.models().get(0)));
        assertThat(written(reversed)).isEqualTo(TEXT);
        LockSchema.assertValid(file());
    }

    @Test
    void theTextIsAsciiWithOneLineAFileAndANewlineAtItsEnd() throws IOException {
        String text = written(LOCK);

        assertThat(text).isASCII().endsWith("]\n}\n").doesNotContain("\r", "\t", folder.toString());
        assertThat(text.lines().filter(line -> line.contains("\"sha256\"")))
                .hasSize(6)
                .allMatch(line -> line.matches(" {8}\".*\": \\{.*},?"));
    }

    @Test
    void aLockOfNothingIsWrittenAndRead() throws Exception {
        assertThat(written(ModelLock.EMPTY)).isEqualTo("{\n  \"formatVersion\": 1,\n  \"models\": []\n}\n");
        LockSchema.assertValid(file());

        assertThat(lockFile().read()).isEqualTo(ModelLock.EMPTY);
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        write(TEXT);

        ModelLock read = lockFile().read();

        assertThat(read).isEqualTo(LOCK);
        RepoFile large = read.models().get(0).files().get(1);
        assertThat(large.digest().hex()).isEqualTo(hex('8', 64));
        assertThat(large.contentSize()).isEqualTo(3_000);
        RepoFile small = read.models().get(0).files().get(0);
        assertThat(small.digest().hex()).isEqualTo(hex('a', 40));
        assertThat(small.contentSha256()).contains(hex('a', 64));
    }

    @Test
    void whatAListingAloneKnowsIsNotLocked() {
        assertThat(model("org/one", 'a').files().get(1).xetHash()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"minified", "tabs", "CRLF", "no newline at the end"})
    void anotherFormattingOfTheSameIsAccepted(String formatting) throws Exception {
        String text = switch (formatting) {
            case "minified" -> TEXT.replaceAll("\n *", "");
            case "tabs" -> TEXT.replaceAll(" {2}(?= *[\"{}\\]])", "\t");
            case "CRLF" -> TEXT.replace("\n", "\r\n");
            default -> TEXT.strip();
        };
        assertThat(text).isNotEqualTo(TEXT);
        write(text);

        assertThat(lockFile().read()).isEqualTo(LOCK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void aFileThatSaysSoAlreadyIsNotTouchedWhateverItsLineEnds(String lineEnd) throws IOException {
        String text = TEXT.replace("\n", lineEnd);
        write(text);
        FileTime longAgo = FileTime.from(Instant.parse("2020-02-02T20:02:02Z"));
        Files.setLastModifiedTime(file(), longAgo);

        assertThat(lockFile().write(LOCK)).isFalse();

        assertThat(Files.readString(file())).isEqualTo(text);
        assertThat(Files.getLastModifiedTime(file())).isEqualTo(longAgo);
    }

    @Test
    void aFileThatSaysSomethingElseIsReplacedAndNothingIsLeftBeside() throws IOException {
        write(TEXT.replace("apache-2.0", "mit"));

        assertThat(lockFile().write(LOCK)).isTrue();

        assertThat(Files.readString(file())).isEqualTo(TEXT);
        assertThat(folder).isDirectoryContaining(path -> path.equals(file()));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void aFileThatIsMissingIsNotALock() {
        assertThatThrownBy(() -> lockFile().read()).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"formatVersion\": 2, \"models\": []}",
                "{\"formatVersion\": 2, \"models\": {\"org/name\": [true]}, \"more\": null}",
                "{\"models\": [{\"id\": \"org/name\"}], \"formatVersion\": 2}",
                "{\"$schema\": \"https://example.org/2.json\", \"formatVersion\": 2, \"models\": []}",
            })
    void aNewerFormatIsRefusedWithTheWayOut(String text) throws IOException {
        write(text);

        assertThat(refusal())
                .isEqualTo(file()
                        + ": its format version is 2, and this version of the plugin knows versions up to 1; use a"
                        + " newer version of hf-models-maven-plugin");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|line 1",
                "hello|line 1",
                "[]|line 1",
                "{}|no 'formatVersion'",
                "{\"formatVersion\": 1}|no 'models'",
                "{\"formatVersion\": 0, \"models\": []}|formatVersion 0",
                "{\"formatVersion\": \"1\", \"models\": []}|line 1",
                "{\"formatVersion\": 1, \"models\": {}}|line 1",
                "{\"formatVersion\": 1, \"models\": [], \"models\": []}|'models' twice",
                "{\"formatVersion\": 1, \"models\": [], \"more\": 1}|unknown 'more'",
                "{\"formatVersion\": 1, \"models\": []} {}|line 1",
            })
    void whatIsNoLockIsRefused(String text, String why) throws IOException {
        write(text);

        assertThat(refusal())
                .contains(why)
                .contains(" is not valid (")
                .endsWith("; correct it, or restore the file from version control");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"formatVersion\": 1}",
                "{\"formatVersion\": 2, \"models\": []}",
                "{\"formatVersion\": \"1\", \"models\": []}",
                "{\"formatVersion\": 1, \"models\": {}}",
                "{\"formatVersion\": 1, \"models\": [], \"more\": 1}",
            })
    void theSchemaRefusesItToo(String text) {
        assertThat(LockSchema.complaints(text)).isNotEmpty();
    }

    /** The members without which nothing can be made of a model. */
    @ParameterizedTest
    @ValueSource(strings = {"source", "type", "id", "revision", "commit", "license"})
    void aMissingMemberIsRefusedByReaderAndSchema(String member) throws IOException {
        String text = TEXT.replaceFirst(" *\"" + member + "\": .*\n", "");
        write(text);

        assertThat(refusal()).contains("no '" + member + "'");
        assertThat(LockSchema.complaints(text)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"size\": 2, |''|no 'size'",
                "\"size\": 2|\"size\": -2|negative size",
                "\"size\": 2|\"size\": 2.5|line 12",
                "\"size\": 2|\"size\": \"2\"|line 12",
                "\"size\": 2|\"size\": null|line 12",
                "\"size\": 2|\"size\": 2, \"size\": 2|'size' twice",
                "\"size\": 2|\"size\": 2, \"mode\": 755|unknown 'mode'",
                "\"gitSha1\": \"a|\"gitSha1\": \"|40 hexadecimal digits",
                "\"gitSha1\": \"a|\"gitSha1\": \"A|40 hexadecimal digits",
                "\"sha256\": \"a|\"sha256\": \"|64 hexadecimal digits",
                "\"sha256\": \"a|\"sha256\": \"g|64 hexadecimal digits",
                "\"commit\": \"a|\"commit\": \"|is not a commit hash",
                "\"type\": \"model\"|\"type\": \"modal\"|type 'modal'",
                "\"id\": \"org/one\"|\"id\": \"../../one\"|is not a repository id",
                "\"revision\": \"main\"|\"revision\": \"\"|revision",
                "\"source\": \"hugg|\"cards\": \"x\", \"source\": \"hugg|unknown 'cards'",
                "\"source\": \"hugg|\"card\": \"x\", \"source\": \"hugg|line 5",
                "\"source\": \"hugg|\"card\": {\"author\": \"x\"}, \"source\": \"hugg|unknown 'author'",
                "\"source\": \"hugg|\"card\": {\"task\": [\"x\"]}, \"source\": \"hugg|line 5",
                "\"source\": \"hugg|\"card\": {\"datasets\": \"x\"}, \"source\": \"hugg|line 5",
                "\"source\": \"hugg|\"card\": {\"task\": \"x\", \"task\": \"x\"}, \"source\": \"hugg|'task' twice",
                "\"source\": \"hugg|\"scan\": \"good\", \"source\": \"hugg|scan 'good'",
                "\"source\": \"hugg|\"scan\": null, \"source\": \"hugg|line 5",
                "\"size\": 2|\"size\": 2, \"scan\": \"bad\"|scan 'bad'",
                "\"license\": \"apache-2.0\"|\"license\": true|line 10",
            })
    void whatIsNotWhatItShouldBeIsRefusedByReaderAndSchema(String before, String after, String why) throws IOException {
        String text = TEXT.replaceFirst(Pattern.quote(before), after);
        assertThat(text).isNotEqualTo(TEXT);
        write(text);

        assertThat(refusal()).contains(why).contains(" is not valid (");
        // JSON parsers that schemas are applied with take the last of two members of one name.
        assertThat(LockSchema.complaints(text).isEmpty()).isEqualTo(why.contains("twice"));
    }

    @Test
    void cardAndScanAreWrittenWhereTheyAreKnownAndRead() throws Exception {
        var card = new ModelCard("LICENSE", null, "onnx", List.of("org/base"), List.of(), List.of("en", "de"));
        LockedModel plain = model("org/one", 'a');
        var lock = new ModelLock(
                List.of(with(plain, card, Map.of("config.json", ScanVerdict.SAFE, "gone", ScanVerdict.UNSAFE))));

        String text = written(lock);

        assertThat(text).isEqualTo("""
                {
                  "formatVersion": 1,
                  "models": [
                    {
                      "source": "huggingface",
                      "type": "model",
                      "id": "org/one",
                      "revision": "main",
                      "commit": "%1$s",
                      "license": "apache-2.0",
                      "scan": "unscanned",
                      "card": {"licenseLink": "LICENSE", "library": "onnx", "baseModels": ["org/base"], "languages": ["en", "de"]},
                      "files": {
                        "config.json": {"size": 2, "gitSha1": "%1$s", "sha256": "%2$s"},
                        "model.onnx": {"size": 3000, "sha256": "%3$s", "scan": "unscanned"}
                      }
                    }
                  ]
                }
                """.formatted(hex('a', 40), hex('a', 64), hex('8', 64)));
        LockSchema.assertValid(file());
        ModelLock read = lockFile().read();
        assertThat(read).isEqualTo(lock);
        assertThat(read.models().get(0).scans())
                .isEqualTo(Map.of("config.json", ScanVerdict.SAFE, "model.onnx", ScanVerdict.UNSCANNED));
    }

    @Test
    void filesWithoutAVerdictOfTheirOwnAreSafe() throws Exception {
        LockedModel plain = model("org/one", 'a');
        Map<String, ScanVerdict> safe = Map.of("config.json", ScanVerdict.SAFE, "model.onnx", ScanVerdict.SAFE);
        var lock = new ModelLock(List.of(with(plain, ModelCard.EMPTY, safe)));

        assertThat(written(lock)).contains("\"scan\": \"safe\",\n").doesNotContain("\"scan\": \"safe\"}", "card");
        assertThat(lockFile().read()).isEqualTo(lock);
    }

    /** A merge of two changes of one model may leave them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|unsafe|'scan' of a file, and none of the model",
                "safe|unsafe|'scan' of the model is safe, and the worst of its files is unsafe",
                "unsafe|suspicious|'scan' of the model is unsafe, and the worst of its files is suspicious",
                "unscanned|''|'scan' of the model is unscanned, and the worst of its files is safe",
            })
    void verdictsOfModelAndFilesThatDisagreeAreRefused(String model, String file, String why) throws IOException {
        write(TEXT.replaceFirst("\"source\"", model.isEmpty() ? "$0" : "\"scan\": \"" + model + "\", $0")
                .replaceFirst("\"size\"", file.isEmpty() ? "$0" : "\"scan\": \"" + file + "\", $0"));

        assertThat(refusal()).contains(why).contains(" is not valid (");
    }

    @Test
    void aRevisionThatIsAnotherCommitIsRefused() throws IOException {
        write(TEXT.replaceFirst("\"revision\": \"main\"", "\"revision\": \"" + hex('f', 40) + "\""));

        assertThat(refusal())
                .isEqualTo(file() + ": line 4: the model org/one@" + hex('f', 40) + " is locked at another commit, "
                        + hex('a', 40) + "; restore the file from version control");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "ModelScope", "HuggingFace", ""})
    void anotherSourceIsRefused(String source) throws IOException {
        write(TEXT.replaceFirst("\"source\": \"huggingface\"", "\"source\": \"" + source + "\""));

        assertThat(refusal())
                .contains("org/one@main is of the source '" + source + "', which this version does not know");
    }

    @Test
    void aModelOfModelScope_isWrittenWithItsSourceAndTheHashesOfContentsAlone() throws Exception {
        var lock = new ModelLock(List.of(
                model("org/one", 'a'),
                new LockedModel(
                        new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/one"),
                        SourceId.MODELSCOPE.defaultRevision(),
                        // A fingerprint, where the server names no commits.
                        new CommitHash(hex('b', 64)),
                        null,
                        EVERYTHING,
                        List.of(new RepoFile("x.txt", 1, hex('c', 64), new RepoFile.Lfs(hex('c', 64), 1), null)),
                        List.of(new Companion(
                                new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/two"),
                                SourceId.MODELSCOPE.defaultRevision(),
                                new Part.Files(List.of("x.txt")),
                                "")))));

        String text = written(lock);

        assertThat(text).contains("""
                            {
                              "source": "modelscope",
                              "type": "model",
                              "id": "org/one",
                              "revision": "master",
                              "commit": "%s",
                              "license": null,
                              "companions": [
                                {"type": "model", "id": "org/two", "revision": "master", "paths": ["x.txt"]}
                              ],
                              "files": {
                                "x.txt": {"size": 1, "sha256": "%s"}
                              }
                            }
                        """.formatted(hex('b', 64), hex('c', 64)).stripTrailing());
        assertThat(LockSchema.complaints(text)).isEmpty();
        write(text);
        assertThat(lockFile().read()).isEqualTo(lock);
        assertThat(lockFile()
                        .read()
                        .commitOf(
                                new RepoId(SourceId.MODELSCOPE, RepoType.MODEL, "org/one"),
                                SourceId.MODELSCOPE.defaultRevision()))
                .contains(new CommitHash(hex('b', 64)));
    }

    /** By it, the content would be looked for under another name than ModelScope's contents have. */
    @Test
    void aGitHashOfAFileOfModelScope_isRefused() throws IOException {
        write(TEXT.replaceFirst("\"source\": \"huggingface\"", "\"source\": \"modelscope\""));

        assertThat(refusal()).contains("'gitSha1' of a file of modelscope").contains(" is not valid (");
    }

    /** Earlier versions wrote a checksum of each model's lines. */
    @Test
    void aChecksumIsIgnoredAndNotWrittenAgain() throws Exception {
        write(TEXT.replaceFirst("(\"license\": \"apache-2.0\",)", "$1\n      \"checksum\": \"4897c141\","));

        ModelLock read = lockFile().read();

        assertThat(read).isEqualTo(LOCK);
        assertThat(written(read)).isEqualTo(TEXT);
    }

    /** As a program does that updates dependencies. */
    @Test
    void anEditedCommitAndEditedHashesAreRead() throws Exception {
        write(TEXT.replace(hex('a', 64), hex('f', 64)).replace(hex('a', 40), hex('f', 40)));

        assertThat(lockFile().read().models().get(0)).isEqualTo(model("org/one", 'f'));
    }

    /** Its ids may follow other rules. */
    @ParameterizedTest
    @ValueSource(strings = {"org/words", "an id of another kind"})
    void anUnknownSourceIsRefusedByName(String id) throws Exception {
        String text = TEXT.replace("org/words", id);
        int last = text.lastIndexOf("huggingface");
        write(text.substring(0, last) + "foo" + text.substring(last + "huggingface".length()));

        assertThat(refusal())
                .isEqualTo(file() + ": line 30: the model " + id
                        + "@refs/convert/parquet is of the source 'foo', which this version does not know; use a newer"
                        + " version of hf-models-maven-plugin, or remove the model from the file");
    }

    @Test
    void aModelThatIsThereTwiceIsNamed() throws Exception {
        String text = joined(LOCK.models().get(0), LOCK.models().get(0));
        write(text);

        assertThat(refusal())
                .isEqualTo(file()
                        + ": line 16: the model org/one@main is also in line 4; remove one of the two, then run mvn"
                        + " hf-models:lock");
        assertThat(LockSchema.complaints(text)).isNotEmpty();
    }

    @Test
    void aRevisionAtTwoCommitsIsNamed() throws Exception {
        write(joined(LOCK.models().get(0), model("org/one", "main", 'f', PART, "apache-2.0")));

        assertThat(refusal())
                .isEqualTo(file() + ": line 16: the model org/one@main is locked at commit " + hex('f', 40)
                        + ", and in line 4 at commit " + hex('a', 40)
                        + "; remove one of the two, then run mvn hf-models:lock");
    }

    @Test
    void twoRevisionsOrTwoSelectionsOfARepositoryAreNoContradiction() throws Exception {
        var lock = new ModelLock(List.of(
                model("org/one", 'a'),
                model("org/one", "main", 'a', PART, "apache-2.0"),
                model("org/one", "v1", 'b', PART, "apache-2.0"),
                model(RepoType.SPACE, "org/one", "main", 'c', EVERYTHING, null, lfs())));
        write(LockText.of(lock));

        assertThat(lockFile().read()).isEqualTo(lock);
    }

    @ParameterizedTest
    @CsvSource({"merge, false", "diff3, false", "merge, true", "diff3, true"})
    void aConflictMarkerIsNamedWithTheLine(String style, boolean windows) throws Exception {
        String ours = "      \"commit\": \"" + hex('a', 40) + "\",\n";
        String base = "||||||| 1234567\n" + ours.replace('a', 'b');
        write(TEXT.replaceFirst(
                        ours,
                        "<<<<<<< HEAD\n" + ours + (style.equals("diff3") ? base : "") + "=======\n"
                                + ours.replace('a', 'c') + ">>>>>>> other\n")
                .replace("\n", windows ? "\r\n" : "\n"));

        assertThat(refusal())
                .isEqualTo(file()
                        + ": line 9 is a conflict marker; resolve the merge conflict, then run mvn hf-models:lock");
    }

    @Test
    void aMarkerThatWasLeftBehindIsNamedToo() throws Exception {
        write(TEXT.replaceFirst("(?m)^( *\"license\".*)$", "$1\n>>>>>>> other"));

        assertThat(refusal()).contains("line 11 is a conflict marker");
    }

    @Test
    void theExampleOfTheDocumentationIsALock() throws Exception {
        String page = Files.readString(Path.of("src/site/markdown/lock.md"));
        int start = page.indexOf("```json\n") + "```json\n".length();
        String example = page.substring(start, page.indexOf("```", start));
        write(example);

        LockSchema.assertValid(file());
        assertThat(written(lockFile().read())).isEqualTo(example);
    }

    @Test
    void aFileInAFolderThatIsNotThereIsWritten() throws Exception {
        Path deep = folder.resolve("not/there").resolve(LockFile.NAME);

        assertThat(new LockFile(deep).write(LOCK)).isTrue();
        assertThat(new LockFile(deep).read()).isEqualTo(LOCK);
    }

    @Test
    void theSchemaIsOneItself() throws IOException {
        assertThat(LockSchema.complaintsOfItself()).isEmpty();
    }

    /** Two models as a merge may leave them: in an order, and with contradictions, that no goal writes. */
    private static String joined(LockedModel one, LockedModel other) {
        String first = LockText.of(new ModelLock(List.of(one)));
        String second = LockText.of(new ModelLock(List.of(other)));
        return first.replace("\n  ]\n}\n", ",\n") + second.substring(second.indexOf("    {"));
    }

    private String refusal() {
        return new AdviceText("")
                .of(catchThrowableOfType(UserException.class, () -> lockFile().read()));
    }

    @Test
    @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
    void aPipeIsNotWaitedFor() throws IOException {
        NamedPipe.in(file());

        assertThatThrownBy(() -> lockFile().read())
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file() + ": expected a regular file, it is something else");
        assertThatThrownBy(() -> lockFile().write(LOCK)).isInstanceOf(FileSystemException.class);
    }

    private String written(ModelLock lock) throws IOException {
        lockFile().write(lock);
        return Files.readString(file());
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }

    private LockFile lockFile() {
        return new LockFile(file());
    }

    private Path file() {
        return folder.resolve(LockFile.NAME);
    }

    @Test
    void fileOfMoreThanAnyLock_isNotRead(@TempDir Path directory) throws IOException {
        Path file = directory.resolve(LockFile.NAME);
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }

        assertThatThrownBy(() -> new LockFile(file).read())
                .isInstanceOf(UserException.class)
                .hasMessage(file + ": it has 1.1 TB, more than any lock file");
    }
}
