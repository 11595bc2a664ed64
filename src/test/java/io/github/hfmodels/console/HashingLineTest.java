package io.github.hfmodels.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.progress.Download;
import io.github.hfmodels.progress.DownloadDisplay.Transfer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashingLineTest {

    private static final int WIDTH = 79;
    private static final long GB = 1_000_000_000;
    private static final long MB = 1_000_000;

    private final StringWriter terminal = new StringWriter();
    private final AtomicLong millis = new AtomicLong(Long.MAX_VALUE / MB - 50);
    private final HashingLine line = line(WIDTH);

    @Test
    void namesWhatIsHashed_andHowMuchOfIt() throws Exception {
        Transfer model = line.started(file("sub/model.safetensors", 4_500 * MB));
        Transfer tokenizer = line.started(file("tokenizer.json", 9_100_000));
        tokenizer.received(30_000);
        millis.addAndGet(100);
        model.received(1_200 * MB);

        assertThat(shown())
                .containsExactly(
                        "Verifying (2): model.safetensors (0/4.5 GB) | tokenizer.json (0/9.1 MB)",
                        "Verifying (2): model.safetensors (1.2/4.5 GB) | tokenizer.json (0/9.1 MB)");
    }

    @Test
    void whatHasEnded_isNotShownAnyMore() throws Exception {
        line.started(file("config.json", 500)).ended(null);
        line.started(file("vocab.txt", 12_345)).received(12_345);

        assertThat(shown()).containsExactly("Verifying (1): vocab.txt (12 kB)");
    }

    @Test
    void changesAtMostTenTimesASecond() throws Exception {
        Transfer file = line.started(file("model.bin", 500));
        for (int i = 0; i < 300; i++) {
            file.received(1);
            millis.incrementAndGet();
        }

        assertThat(shown())
                .containsExactly(
                        "Verifying (1): model.bin (1/500 B)",
                        "Verifying (1): model.bin (101/500 B)",
                        "Verifying (1): model.bin (201/500 B)");
    }

    @Test
    void aFileThatIsReadAgain_isNotMoreThanWhole() throws Exception {
        line.started(file("model.bin", 10)).received(25);

        assertThat(shown()).containsExactly("Verifying (1): model.bin (10 B)");
    }

    @Test
    void eachLineCoversTheOneBefore_andBlanksTheLast() throws Exception {
        Transfer first = line.started(file("a-long-name.bin", 500));
        first.received(1);
        first.ended(null);
        millis.addAndGet(100);
        line.started(file("b", 5)).received(1);
        line.finished();

        assertThat(terminal.toString())
                .isEqualTo(padded("Verifying (1): a-long-name.bin (1/500 B)")
                        + padded("Verifying (1): b (1/5 B)")
                        + padded(""));
    }

    @Test
    void whereNothingWasShown_nothingIsCovered() {
        line.started(file("empty", 0)).ended(null);
        line.finished();

        assertThat(terminal.toString()).isEmpty();
    }

    @Test
    void ofManyFiles_onlyTheSizesAreShown_asFarAsTheyFit() throws Exception {
        List<Transfer> files = IntStream.range(0, 4)
                .mapToObj(i -> line.started(file("model-0000" + i + "-of-00004.safetensors", 4 * GB)))
                .toList();
        files.get(3).received(GB);
        millis.addAndGet(100);
        IntStream.range(0, 12).forEach(i -> line.started(file("part-" + i, 4 * GB)));
        files.get(0).received(GB);

        assertThat(shown())
                .containsExactly(
                        "Verifying (4): 0/4.0 GB | 0/4.0 GB | 0/4.0 GB | 1.0/4.0 GB",
                        "Verifying (16): 1.0/4.0 GB | 0/4.0 GB | 0/4.0 GB | 1.0/4.0 GB | 0/4.0 GB | 0...");
    }

    @Test
    void noTerminalIsTooNarrow() throws Exception {
        line(20).started(file("model.safetensors", 4 * GB)).received(GB);
        line(3).started(file("model.safetensors", 4 * GB)).received(GB);

        assertThat(terminal.toString()).isEqualTo("Verifying (1): 1....\r" + "...\r");
    }

    @Test
    void namesCannotDisturbTheTerminal() throws Exception {
        line.started(file("a\u001b[2J\nb\u0085\u202e\u6a21.bin", 5)).received(1);

        assertThat(shown()).containsExactly("Verifying (1): a?[2J?b???.bin (1/5 B)");
    }

    @Test
    void severalThreadsHashAtOnce() throws Exception {
        var pool = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 400; i++) {
            Download file = file("part-" + i, 100);
            pool.submit(() -> {
                Transfer transfer = line.started(file);
                for (int block = 0; block < 100; block++) {
                    transfer.received(1);
                    millis.incrementAndGet();
                }
                transfer.ended(null);
                return null;
            });
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        line.finished();

        assertThat(shown())
                .hasSizeBetween(2, 401)
                .allMatch(each ->
                        each.matches("(Verifying \\([1-4]\\): ((part-\\d+ \\()?\\d+(/100)? B\\)?( \\| )?){1,4})?"))
                .last()
                .isEqualTo("");
    }

    private HashingLine line(int width) {
        return new HashingLine(new PrintWriter(terminal), width, () -> millis.get() * MB);
    }

    /** What was printed, one after the other, without the blanks that cover what was there before. */
    private List<String> shown() {
        String all = terminal.toString();
        assertThat(all.length() % (WIDTH + 1)).isZero();
        return IntStream.range(0, all.length() / (WIDTH + 1))
                .mapToObj(i -> all.substring(i * (WIDTH + 1), (i + 1) * (WIDTH + 1)))
                .map(each -> {
                    assertThat(each).endsWith("\r");
                    return each.stripTrailing();
                })
                .toList();
    }

    private static String padded(String text) {
        return text + " ".repeat(WIDTH - text.length()) + "\r";
    }

    private static Download file(String path, long size) {
        return new Download(new RepoId(RepoType.MODEL, "acme/large"), new CommitHash("c".repeat(40)), path, size);
    }
}
