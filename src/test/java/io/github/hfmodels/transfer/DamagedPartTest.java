package io.github.hfmodels.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.http.HttpRequest;
import io.github.hfmodels.http.HttpTransport;
import io.github.hfmodels.http.Redirects;
import io.github.hfmodels.http.TestSettings;
import io.github.hfmodels.model.Digest;
import io.github.hfmodels.progress.TransferObserver;
import io.github.hfmodels.testhub.Content;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parts of which half was there, and which something happened to: what is left may be used, the result is always right. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class DamagedPartTest {

    private static final long SIZE = 16L * (1 << 20) + 777;
    private static final Content WEIGHTS = Content.generated(SIZE, 5);
    private static final Digest DIGEST = new Digest(Digest.Algorithm.SHA256, WEIGHTS.sha256());
    private static final int HEADER = 128;

    @TempDir
    private Path folder;

    private final TestHub hub = TestHub.start();

    DamagedPartTest() {
        hub.model("org/large").commit("first").lfs("model.bin", WEIGHTS);
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    /** What happened, and whether anything of the half can be used afterwards. */
    enum Damage {
        NONE(true) {
            @Override
            void apply(RandomAccessFile part, RandomAccessFile journal) {}
        },
        JOURNAL_IS_EMPTY(false) {
            @Override
            void apply(RandomAccessFile part, RandomAccessFile journal) throws IOException {
                journal.setLength(0);
            }
        },
        JOURNAL_ENDS_IN_ITS_HEADER(false) {
            @Override
            void apply(RandomAccessFile part, RandomAccessFile journal) throws IOException {
                journal.setLength(20);
            }
        },
        JOURNAL_ENDS_IN_AN_ENTRY(true) {
            @Override
            void apply(RandomAccessFile part, RandomAccessFile journal) throws IOException {
                journal.setLength(HEADER + 8 * 10 + 5);
            }
        },
        JOURNAL_IS_OF_ANOTHER_CONTENT(false) {
            @Override
            void apply(RandomAccessFile part, RandomAccessFile journal) throws IOException {
                journal.seek(20);
                journal.writeBytes("0000000000");
            }
        },
        JOURNAL_IS_ZEROS(false) {
            @Override
            void apply(RandomAccessFile part, RandomAccessFile journal) throws IOException {
                journal.write(new byte[(int) journal.length()]);
            }
        },
        ENTRIES_ARE_ZEROS(false) {
            @Override
            void apply(RandomAccessFile part, RandomAccessFile journal) throws IOException {
                journal.seek(HEADER);
                journal.write(new byte[(int) journal.length() - HEADER]);
            }
        },
        A_CHECKSUM_IS_WRONG(true) {
            @Override
            void apply(RandomAccessFile part, RandomAccessFile journal) throws IOException {
                journal.seek(HEADER + 8 * 3);
                journal.writeInt(12_345);
            }
        },
        JOURNAL_IS_TOO_LONG(true) {
            @Override
            void apply(RandomAccessFile part, RandomAccessFile journal) throws IOException {
                journal.seek(HEADER + 8 * 10_000);
                journal.write(new byte[100]);
            }
        },
        PART_IS_EMPTY(false) {
            @Override
            void apply(RandomAccessFile part, RandomAccessFile journal) throws IOException {
                part.setLength(0);
            }
        },
        PART_ENDS_IN_A_BLOCK(true) {
            @Override
            void apply(RandomAccessFile part, RandomAccessFile journal) throws IOException {
                part.setLength(3_000_000);
            }
        },
        PART_IS_TOO_LONG(false) {
            @Override
            void apply(RandomAccessFile part, RandomAccessFile journal) throws IOException {
                part.setLength(SIZE + 1);
            }
        },
        PART_IS_ZEROS(false) {
            @Override
            void apply(RandomAccessFile part, RandomAccessFile journal) throws IOException {
                long length = part.length();
                part.setLength(0);
                part.setLength(length);
            }
        },
        A_BIT_IS_WRONG(true) {
            @Override
            void apply(RandomAccessFile part, RandomAccessFile journal) throws IOException {
                part.seek(2_000_000);
                int was = part.read();
                part.seek(2_000_000);
                part.write(was ^ 1);
            }
        };

        private final boolean leavesSome;

        Damage(boolean leavesSome) {
            this.leavesSome = leavesSome;
        }

        abstract void apply(RandomAccessFile part, RandomAccessFile journal) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void damage_isFoundAndRepaired(Damage damage) throws IOException {
        writeHalf();
        try (var part = new RandomAccessFile(part().toFile(), "rw");
                var journal = new RandomAccessFile(PartFile.journalOf(part()).toFile(), "rw")) {
            damage.apply(part, journal);
        }

        fetch();

        assertThat(Content.of(part()).sha256()).isEqualTo(WEIGHTS.sha256());
        if (damage.leavesSome) {
            assertThat(hub.bytesServed()).isLessThan(SIZE);
        } else {
            assertThat(hub.bytesServed()).isLessThan(SIZE + 10_000);
        }
        assertThat(hub.requests().size()).isLessThan(30);
    }

    @Test
    void wrongBytesWithRightChecksums_areFoundByTheHash() throws IOException {
        try (PartFile part = PartFile.open(part(), DIGEST.hex(), SIZE)) {
            note(part, 0, new byte[part.length(0)]);
        }

        fetch();

        assertThat(Content.of(part()).sha256()).isEqualTo(WEIGHTS.sha256());
        assertThat(hub.requests(request -> request.header("Cache-Control").isPresent()))
                .isNotEmpty();
    }

    @Test
    void aFolderInItsPlace_isNamed() throws IOException {
        Files.createDirectory(part());

        assertThatThrownBy(this::fetch).isInstanceOf(FileSystemException.class).hasMessageContaining(part().toString());
    }

    @Test
    void aLinkInItsPlace_isNotFollowed() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createSymbolicLink(part(), victim);

        assertThatThrownBy(this::fetch).isInstanceOf(FileSystemException.class).hasMessageContaining(part().toString());
        assertThat(victim).hasContent("precious");
    }

    private void writeHalf() throws IOException {
        try (PartFile part = PartFile.open(part(), DIGEST.hex(), SIZE);
                var content = WEIGHTS.open(0)) {
            for (int block = 0; block < part.blocks() / 2; block++) {
                note(part, block, content.readNBytes(part.length(block)));
            }
        }
    }

    private static void note(PartFile part, int block, byte[] bytes) throws IOException {
        var checksum = new CRC32C();
        checksum.update(bytes);
        part.write(ByteBuffer.wrap(bytes), part.start(block));
        part.note(block, checksum);
    }

    private void fetch() throws IOException {
        try (var transport = new HttpTransport(
                        TestSettings.settings(), duration -> {}, InstantSource.system(), new Redirects() {});
                var fetcher = new ContentFetcher(transport, new ConcurrentHashMap<>())) {
            fetcher.fetch(
                    HttpRequest.content(URI.create(hub.endpoint() + "/org/large/resolve/main/model.bin"), null),
                    DIGEST,
                    SIZE,
                    part(),
                    TransferObserver.NONE);
        }
    }

    private Path part() {
        return folder.resolve("part");
    }
}
