package io.github.hfmodels.cache.mutex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfmodels.process.Nobody;
import io.github.hfmodels.process.OtherProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders that the user may not read or write; in a process of a user for whom that counts. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FileMutexPermissionsTest {

    private static Nobody nobody;

    @TempDir
    private Path folder;

    @BeforeAll
    static void prepare(@TempDir Path any) throws IOException {
        assumeTrue(
                Files.getFileStore(any).supportsFileAttributeView("posix"),
                "skipped: this file system has no permissions");
        nobody = Nobody.prepare();
    }

    @AfterAll
    static void cleanUp() throws IOException {
        if (nobody != null) {
            nobody.close();
        }
    }

    @BeforeEach
    void letIn() throws IOException {
        Nobody.letIn(folder);
    }

    @Test
    void aFileThatCanOnlyBeWritten_isLockedByJava() throws Exception {
        Path file = withPermissions(Files.createFile(folder.resolve("hash.lock")), "-w--w--w-");

        assertThat(heardOf(file, "held")).isEqualTo("held by Java alone");
    }

    @Test
    void aFileThatCannotBeWritten_isLockedAsPythonSeesIt() throws Exception {
        Path file = withPermissions(Files.createFile(folder.resolve("hash.lock")), "r--r--r--");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(heardOf(file, "held")).isEqualTo("held");
    }

    @Test
    void aFileOfAnotherUser_excludesThatUser() throws Exception {
        assumeTrue(Nobody.isNeeded(), "skipped: only root can be two users");
        Path file = withPermissions(Files.createFile(folder.resolve("hash.lock")), "rw-r--r--");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (var other = new OtherProcess(nobody.start(HoldingProcess.class, file.toString()))) {
            assertThat(other.hear("held")).isEqualTo("held");

            try (var mine = new Flock(new MutexFile(file))) {
                assertThat(mine.tryAcquire()).isFalse();
            }
        }
    }

    @Test
    void aFileThatCanNeitherBeReadNorWritten_isGoneOnWithout() throws Exception {
        Path file = withPermissions(Files.createFile(folder.resolve("hash.lock")), "---------");

        assertThat(heardOf(file, "held")).isEqualTo("held by Java alone");
    }

    @Test
    void aFileInAFolderThatCannotBeWritten_isNamed() throws Exception {
        Path locks = withPermissions(Files.createDirectory(folder.resolve("locks")), "r-xr-xr-x");
        Path file = locks.resolve("hash.lock");

        assertThat(heardOf(file, "Exception")).endsWith("java.nio.file.AccessDeniedException: " + file);
    }

    private static String heardOf(Path file, String words) throws IOException {
        try (var other = new OtherProcess(nobody.start(HoldingProcess.class, file.toString()))) {
            return other.hear(words);
        }
    }

    private static Path withPermissions(Path file, String permissions) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
