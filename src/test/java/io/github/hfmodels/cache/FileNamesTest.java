package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

    private static final String COMPOSED = "d\u00fcr";
    private static final String DECOMPOSED = "du\u0308r";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "case,          Readme, README,         ignores case",
        "case,          d\u00fcr, D\u00dcR,           ignores case",
        "case,          Onnx, onnx/a,           ignores case",
        "encoding,      d\u00fcr, du\u0308r,          takes different encodings of a letter for one",
        "encoding,      d\u00fcr/a, du\u0308r/a,      takes different encodings of a letter for one",
        "encoding,      d\u00fcr, du\u0308r/a,        takes different encodings of a letter for one",
        "case encoding, D\u00fcr, du\u0308r,          takes different encodings of a letter for one",
        "dots,          a, a.,                  ignores dots and blanks at the end of a name",
        "dots,          a ./b, a/b,             ignores dots and blanks at the end of a name",
        "none,          a, a/b,                 cannot have a file and a folder of one name",
        "none,          x/a/b, x/a,             cannot have a file and a folder of one name",
    })
    void namesThatTheFileSystemTakesForOne_clash(String folds, String one, String other, String reason) {
        assertThat(imagined(folds).clash(List.of("z", one, "y/y", other))).hasValueSatisfying(clash -> {
            assertThat(List.of(clash.one(), clash.other())).containsExactlyInAnyOrder(one, other);
            assertThat(clash.reason()).isEqualTo(reason);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "none,     Readme, README",
        "encoding, Readme, README",
        "none,     d\u00fcr, du\u0308r",
        "case,     d\u00fcr, du\u0308r",
        "dots,     D\u00fcr, du\u0308r",
        "case,     a, a.",
        "case,     stra\u00dfe, strasse",
        "case,     Onnx/a, onnx/b",
        "dots,     a.b, a",
    })
    void namesThatItTellsApart_doNot(String folds, String one, String other) {
        assertThat(imagined(folds).clash(List.of(one, other))).isEmpty();
    }

    @Test
    void nothingIsTried_whereNoNamesAreAlike() {
        var fileSystem = new ImaginedFileSystem("none");
        var names = new FileNames(folder, fileSystem);

        names.clash(List.of("config.json", COMPOSED, "onnx/model.onnx", "Readme", "README"));
        assertThat(fileSystem.tries).hasValue(1);
        names.clash(List.of("config.json", "Readme", "README"));
        names.clash(List.of("config.json", COMPOSED, "a."));
        assertThat(fileSystem.tries).hasValue(1);
    }

    /** In time that grows with the square of their number this would take hours. */
    @Test
    void manyNamesThatAreAlike_areComparedOnceEach() {
        List<String> paths = IntStream.range(0, 50_000)
                .mapToObj(i -> "deep/".repeat(20) + "x".repeat(i % 7) + "/file" + ".".repeat(i % 3) + i)
                .toList();
        List<String> alike = new ArrayList<>(paths);
        IntStream.range(0, 1 << 13).mapToObj(FileNamesTest::inCase).forEach(alike::add);

        assertThat(imagined("encoding").clash(alike)).isEmpty();
    }

    /** The bits of a number as cases of letters. */
    private static String inCase(int number) {
        var name = new StringBuilder();
        for (int i = 0; i < 13; i++) {
            name.append((number >> i & 1) == 0 ? 'a' : 'A');
        }
        return name.toString();
    }

    @Test
    void fileSystem_isAskedByTrying() throws IOException {
        Files.createFile(folder.resolve(COMPOSED));
        boolean isOne = Files.exists(folder.resolve(DECOMPOSED));
        Files.delete(folder.resolve(COMPOSED));
        var fileSystem = new RealFileSystem(folder.resolve("not/yet/there"));

        assertThat(fileSystem.areOne(COMPOSED, DECOMPOSED)).isEqualTo(isOne);
        assertThat(fileSystem.areOne("a", "b")).isFalse();
        assertThat(fileSystem.areOne("a", "a")).isTrue();
        assertThat(fileSystem.areOne("a", "no\0name")).isFalse();
        assertThat(new FileNames(folder).clash(List.of(COMPOSED, DECOMPOSED)).isPresent())
                .isEqualTo(isOne);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void ignoresCase_isWhatTheFileSystemDoes() throws IOException {
        boolean ignoring = ignoring();

        assertThat(new FileNames(folder.resolve("missing/hub")).ignoresCase()).isEqualTo(ignoring);
        assertThat(new FileNames(Files.createDirectory(folder.resolve("hub"))).ignoresCase())
                .isEqualTo(ignoring);
    }

    @Test
    void ignoresCase_aNeighbourOfTheOtherCase_isNotTakenForTheSame() throws IOException {
        boolean ignoring = ignoring();
        Path hub = Files.createDirectory(folder.resolve("hub"));
        Files.createDirectories(folder.resolve("HUB"));

        assertThat(new FileNames(hub).ignoresCase()).isEqualTo(ignoring);
    }

    @Test
    void ignoresCase_namesWithoutLetters_areSkipped() throws IOException {
        Path digits = Files.createDirectory(folder.resolve("123"));

        assertThat(new FileNames(digits).ignoresCase()).isEqualTo(new FileNames(folder).ignoresCase());
        assertThat(new FileNames(folder.getRoot()).ignoresCase()).isFalse();
    }

    private boolean ignoring() throws IOException {
        Files.createFile(folder.resolve("Probe"));
        return Files.exists(folder.resolve("pROBE"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CON",
                "con",
                "nul.txt",
                "a/AUX.tar.gz/b",
                "COM1",
                "lpt9.x",
                "COM\u00b2",
                "PRN .x",
                "conin$",
                "a.",
                "a /b",
                "a/b.",
                "a<b",
                "a>b",
                "a:b",
                "a\"b",
                "a|b",
                "a?b",
                "a*b",
                "a\\b",
                "a\tb",
            })
    void namesThatWindowsDoesNotHave_areRefusedThereAlone(String path) {
        assertThat(imagined("windows").refusal(List.of("ok", path)))
                .hasValueSatisfying(refusal -> assertThat(refusal.path()).isEqualTo(path));
        assertThat(imagined("none").refusal(List.of(path))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "console",
                "COM10",
                "COM",
                "config.json",
                ".gitattributes",
                "a.CON",
                "a b/c d",
                "nulls.txt",
                "auxiliary"
            })
    void otherNames_areNot(String path) {
        assertThat(imagined("windows").refusal(List.of(path))).isEmpty();
    }

    @Test
    void identity_isOneForAllNamesOfAFolder() throws IOException {
        Files.createDirectories(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        String identity = new FileNames(folder.resolve("real/M")).identity();

        assertThat(new FileNames(link.resolve("M")).identity()).isEqualTo(identity);
        assertThat(new FileNames(link.resolve("M/sub/x")).identity()).startsWith(identity);
        assertThat(new FileNames(link.resolve("M2")).identity()).doesNotStartWith(identity);
        assertThat(identities("case", "real/M", "real/m")).hasSize(1);
        assertThat(identities("none", "real/M", "real/m")).hasSize(2);
    }

    private List<String> identities(String ignored, String... folders) {
        return Stream.of(folders)
                .map(name -> new FileNames(folder.resolve(name), new ImaginedFileSystem(ignored)).identity())
                .distinct()
                .toList();
    }

    private FileNames imagined(String ignored) {
        return new FileNames(folder, new ImaginedFileSystem(ignored));
    }
}
