package io.github.hfmodels.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.process.NamedPipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is in folders that anybody may have filled. */
@Timeout(60)
class FileTreeTest {

    private static final int DEEP = 200;

    @TempDir
    private Path folder;

    @Test
    void linksAreNotFollowed_andPipesNotOpened() throws Exception {
        Path root = Files.createDirectories(folder.resolve("root/sub")).getParent();
        Path loop = Files.createSymbolicLink(root.resolve("loop"), root);
        Path out = Files.createSymbolicLink(root.resolve("sub/out"), folder);
        NamedPipe.in(root.resolve("sub/pipe"));

        FileTree tree = FileTree.read(root);

        assertThat(tree.folders()).containsExactly(root, root.resolve("sub"));
        assertThat(tree.files()).containsExactly(loop, out, root.resolve("sub/pipe"));
        assertThat(FileTree.pathBelow(root, out)).isEqualTo("sub/out");
    }

    @Test
    void foldersMayBeDeep() throws Exception {
        Path deep = Files.createDirectories(folder.resolve("a/".repeat(DEEP)));
        Path file = Files.createFile(deep.resolve("file"));

        FileTree tree = FileTree.read(folder);

        assertThat(tree.folders()).hasSize(DEEP + 1).endsWith(deep);
        assertThat(tree.files()).containsExactly(file);
    }

    @Test
    void ofALinkOrAFile_nothingIsRead() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("other")));
        Path file = Files.createFile(folder.resolve("file"));
        var unreadable = new ArrayList<Path>();

        for (Path each : List.of(link, file)) {
            assertThatThrownBy(() -> FileTree.read(each)).isInstanceOf(IOException.class);
            assertThat(FileTree.read(each, (bad, cause) -> unreadable.add(bad)).files())
                    .isEmpty();
        }

        assertThat(unreadable).containsExactly(link, file);
        assertThat(FileTree.read(folder.resolve("missing")).files()).isEmpty();
    }
}
