package io.github.hfmodels.cache.mutex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskTest {

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "lustre", "gpfs", "9p", "virtiofs", "fuse.sshfs"})
    void fileSystemsOfSeveralMachines_areShared(String type) {
        assertThat(Disk.isShared(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext2", "ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "apfs", "hfs", "f2fs"})
    void fileSystemsOfOneMachine_areNot(String type) {
        assertThat(Disk.isShared(type)).isFalse();
    }

    @Test
    void aPathThatIsNotThere_isTakenForShared(@TempDir Path folder) {
        assertThat(new Disk(folder.resolve("nowhere")).isShared()).isTrue();
    }
}
