package io.github.hfmodels.preset.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A message of protobuf, written field by field, and the few messages of ONNX that tests need. */
public final class GraphBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A model whose graph has tensors in these files. */
    public static byte[] graphWithData(String... locations) {
        var graph = new GraphBytes();
        for (String location : locations) {
            graph.message(5, externalTensor(location));
        }
        return model(graph).toBytes();
    }

    /** A model with this graph. */
    public static GraphBytes model(GraphBytes graph) {
        return new GraphBytes()
                .number(1, 9)
                .text(2, "test")
                .message(7, graph)
                .message(8, new GraphBytes().number(2, 17));
    }

    public static GraphBytes externalTensor(String location) {
        return new GraphBytes()
                .number(1, 1_000)
                .number(2, 1)
                .text(8, "weight")
                .message(13, entry("location", location))
                .message(13, entry("offset", "4096"))
                .number(14, 1);
    }

    public static GraphBytes entry(String key, String value) {
        return new GraphBytes().text(1, key).text(2, value);
    }

    public GraphBytes number(int field, long value) {
        return varint(field << 3).varint(value);
    }

    public GraphBytes text(int field, String text) {
        return blob(field, text.getBytes(StandardCharsets.UTF_8));
    }

    public GraphBytes message(int field, GraphBytes message) {
        return blob(field, message.toBytes());
    }

    public GraphBytes blob(int field, byte[] content) {
        return head(field, content.length).raw(content);
    }

    /** The head of a field that claims to have that many bytes. */
    public GraphBytes head(int field, long length) {
        return varint(field << 3 | 2).varint(length);
    }

    public GraphBytes varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    public GraphBytes raw(byte... content) {
        bytes.writeBytes(content);
        return this;
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }
}
