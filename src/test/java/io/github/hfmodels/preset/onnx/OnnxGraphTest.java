package io.github.hfmodels.preset.onnx;

import static io.github.hfmodels.preset.onnx.GraphBytes.entry;
import static io.github.hfmodels.preset.onnx.GraphBytes.externalTensor;
import static io.github.hfmodels.preset.onnx.GraphBytes.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hfmodels.model.InvalidValueException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxGraphTest {

    @TempDir
    private Path folder;

    static Stream<Arguments> places() {
        return Stream.of(
                place("initializer", tensor -> new GraphBytes().message(5, tensor)),
                place("values of a sparse initializer", tensor -> new GraphBytes().message(15, sparse(1, tensor))),
                place("indices of a sparse initializer", tensor -> new GraphBytes().message(15, sparse(2, tensor))),
                place(
                        "attribute",
                        tensor -> nodeWith(new GraphBytes().text(1, "value").message(5, tensor))),
                place("attribute of several tensors", tensor -> nodeWith(new GraphBytes().message(10, tensor))),
                place("sparse attribute", tensor -> nodeWith(new GraphBytes().message(22, sparse(1, tensor)))),
                place(
                        "attribute of sparse tensors",
                        tensor -> nodeWith(new GraphBytes().message(23, sparse(2, tensor)))),
                place("sub-graph", tensor -> nodeWith(new GraphBytes().message(6, initializer(tensor)))),
                place(
                        "one of several sub-graphs",
                        tensor -> nodeWith(
                                new GraphBytes().message(11, new GraphBytes()).message(11, initializer(tensor)))),
                place(
                        "sub-graph of a sub-graph",
                        tensor -> nodeWith(new GraphBytes()
                                .message(6, nodeWith(new GraphBytes().message(6, initializer(tensor)))))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void readLocations_findsTensorsInTheGraph(String place, UnaryOperator<GraphBytes> graphWith) throws IOException {
        assertThat(locations(
                        model(graphWith.apply(externalTensor("weights.bin"))).toBytes()))
                .containsExactly("weights.bin");
    }

    @Test
    void readLocations_findsTensorsInFunctions() throws IOException {
        GraphBytes attribute = new GraphBytes().message(5, externalTensor("of a node"));
        GraphBytes byDefault = new GraphBytes().message(5, externalTensor("by default"));
        GraphBytes function = new GraphBytes()
                .message(7, new GraphBytes().message(5, attribute))
                .message(11, byDefault);

        assertThat(locations(model(new GraphBytes()).message(25, function).toBytes()))
                .containsExactly("of a node", "by default");
    }

    @Test
    void readLocations_tellsOfEachTensor() throws IOException {
        assertThat(locations(GraphBytes.graphWithData("a", "b/c", "../up", "/etc/passwd", "")))
                .containsExactly("a", "b/c", "../up", "/etc/passwd", "");
    }

    @Test
    void readLocations_takesOnlyTensorsThatSayTheyAreElsewhere() throws IOException {
        GraphBytes within =
                new GraphBytes().message(13, entry("location", "old.bin")).number(14, 0);
        GraphBytes silent =
                new GraphBytes().message(13, entry("location", "old.bin")).blob(9, new byte[10]);

        assertThat(locations(model(new GraphBytes().message(5, within).message(5, silent))
                        .toBytes()))
                .isEmpty();
    }

    @Test
    void readLocations_takesFieldsInAnyOrderAndTheLastOfEach() throws IOException {
        GraphBytes valueFirst = new GraphBytes().text(2, "last.bin").text(1, "location");
        GraphBytes tensor = new GraphBytes()
                .number(14, 1)
                .message(13, entry("location", "first.bin"))
                .message(13, valueFirst)
                .message(13, entry("checksum", "x".repeat(10_000)));

        assertThat(locations(initializerModel(tensor))).containsExactly("last.bin");
    }

    @Test
    void readLocations_skipsFieldsOfAllTypes() throws IOException {
        GraphBytes tensor = externalTensor("weights.bin")
                .varint(99 << 3 | 1)
                .raw(new byte[8])
                .varint(100 << 3 | 5)
                .raw(new byte[4])
                .number(101, -1)
                .number(13, 5)
                .blob(14, new byte[3]);

        assertThat(locations(initializerModel(tensor))).containsExactly("weights.bin");
    }

    @Test
    void readLocations_skipsGigabytesOfTensors() throws IOException {
        long gigabytes = 2_200_000_000L;
        byte[] tail = new GraphBytes().message(5, externalTensor("after.bin")).toBytes();
        byte[] tensorHead = new GraphBytes().head(9, gigabytes).toBytes();
        byte[] graphHead = new GraphBytes()
                .head(5, tensorHead.length + gigabytes)
                .raw(tensorHead)
                .toBytes();
        long graphLength = graphHead.length + gigabytes + tail.length;
        Path file = folder.resolve("large.onnx");
        Files.write(file, new GraphBytes().head(7, graphLength).raw(graphHead).toBytes());
        // Sparse on most file systems: the tensor is a hole.
        try (var writer = new RandomAccessFile(file.toFile(), "rw")) {
            writer.seek(writer.length() + gigabytes);
            writer.write(tail);
        }

        assertThat(locations(file)).containsExactly("after.bin");
    }

    @Test
    void readLocations_ofManyTensors() throws IOException {
        String[] names = Stream.iterate(0, i -> i + 1)
                .limit(5_000)
                .map(i -> "tensor" + i)
                .toArray(String[]::new);

        assertThat(locations(GraphBytes.graphWithData(names))).containsExactly(names);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("it is empty", new byte[0]),
                Arguments.of("a field has a type that ONNX does not use", "version https://git-lfs".getBytes()),
                Arguments.of("a field has a type that ONNX does not use", "<!DOCTYPE html>".getBytes()),
                Arguments.of("a field has no number", new byte[20]),
                Arguments.of(
                        "a field has no number",
                        new GraphBytes().varint(1L << 40).toBytes()),
                Arguments.of(
                        "longer than the message that it is in",
                        new GraphBytes().head(7, 5).toBytes()),
                Arguments.of(
                        "longer than the message that it is in",
                        new GraphBytes().head(7, Long.MAX_VALUE).toBytes()),
                Arguments.of(
                        "longer than the message that it is in",
                        new GraphBytes().head(7, -1).toBytes()),
                Arguments.of(
                        "longer than the message that it is in", initializerModel(new GraphBytes().head(9, 1L << 40))),
                Arguments.of(
                        "longer than the message that it is in",
                        model(new GraphBytes().varint(5 << 3 | 1)).toBytes()),
                Arguments.of(
                        "longer than the message that it is in", initializerModel(new GraphBytes().varint(14 << 3))),
                Arguments.of(
                        "longer than the message that it is in",
                        initializerModel(new GraphBytes().varint(14 << 3 | 5))),
                Arguments.of(
                        "it ends too early",
                        new GraphBytes().raw((byte) 0x3a, (byte) 0x80).toBytes()),
                Arguments.of("more than 10 bytes", bytes(0xff, 11)),
                Arguments.of("does not name it", initializerModel(new GraphBytes().number(14, 1))),
                Arguments.of("longer than 4096 bytes", initializerModel(externalTensor("x".repeat(5_000)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void readLocations_refusesWhatIsNotAGraph(String message, byte[] bytes) {
        assertThatThrownBy(() -> locations(bytes))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(message);
    }

    @Test
    void readLocations_refusesWhatIsNestedTooDeep() {
        GraphBytes graph = new GraphBytes();
        for (int i = 0; i < 40; i++) {
            graph = nodeWith(new GraphBytes().message(6, graph));
        }
        byte[] deep = model(graph).toBytes();

        assertThatThrownBy(() -> locations(deep))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("nested more than 100 deep");
    }

    @Test
    void readLocations_survivesAnyDamage() throws IOException {
        byte[] graph = GraphBytes.graphWithData("a.bin", "b.bin", "c.bin");
        var random = new Random(20261122);
        for (int i = 0; i < 1_000; i++) {
            byte[] damaged = Arrays.copyOf(graph, i < graph.length ? i : graph.length);
            for (int n = random.nextInt(4); n > 0 && damaged.length > 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = write(damaged);
            assertThatCode(() -> {
                        try {
                            locations(file);
                        } catch (InvalidValueException expected) {
                            assertThat(expected).hasMessageNotContaining("null");
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    private static Arguments place(String name, UnaryOperator<GraphBytes> graphWith) {
        return Arguments.of(name, graphWith);
    }

    private static GraphBytes sparse(int field, GraphBytes tensor) {
        return new GraphBytes().message(field, tensor);
    }

    private static GraphBytes initializer(GraphBytes tensor) {
        return new GraphBytes().message(5, tensor);
    }

    private static GraphBytes nodeWith(GraphBytes attribute) {
        return new GraphBytes().message(1, new GraphBytes().text(4, "If").message(5, attribute));
    }

    private static byte[] initializerModel(GraphBytes tensor) {
        return model(initializer(tensor)).toBytes();
    }

    private static byte[] bytes(int value, int count) {
        var bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model.onnx"), bytes);
    }

    private List<String> locations(byte[] bytes) throws IOException {
        return locations(write(bytes));
    }

    private static List<String> locations(Path file) throws IOException {
        var locations = new ArrayList<String>();
        OnnxGraph.readLocations(file, locations::add);
        return locations;
    }
}
