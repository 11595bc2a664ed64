package io.github.hfmodels.preset.onnx;

import io.github.hfmodels.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the names of a graph's external data files. A graph may also have gigabytes of tensors in itself: they are skipped, and memory
 * does not depend on the graph's size.
 *
 * <p>Tensors are found where ONNX Runtime looks for them: in initializers, also sparse ones, in attributes of nodes, and in the
 * same places of subgraphs and functions. Tensors that only training needs are ignored.
 */
final class OnnxGraph {

    /** The limit of protobuf's own readers, so no runtime reads a graph that is rejected here. */
    private static final int MAX_DEPTH = 100;

    private static final int MAX_LOCATION = 4_096;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private static final int TENSOR_EXTERNAL_DATA = 13;
    private static final int TENSOR_DATA_LOCATION = 14;
    private static final int EXTERNAL = 1;
    private static final int ENTRY_KEY = 1;
    private static final int ENTRY_VALUE = 2;
    private static final String LOCATION = "location";

    private final ProtobufFile file;
    private final Consumer<String> location;

    private OnnxGraph(ProtobufFile file, Consumer<String> location) {
        this.file = file;
        this.location = location;
    }

    /** The messages of ONNX that contain tensors, directly or not. */
    private enum Message {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        FUNCTION,
        SPARSE_TENSOR,
        TENSOR;

        /** The message in the field of that number; null if it does not contain tensors. */
        @Nullable
        Message in(long field) {
            return switch (this) {
                case MODEL -> field == 7 ? GRAPH : field == 25 ? FUNCTION : null;
                case GRAPH -> field == 1 ? NODE : field == 5 ? TENSOR : field == 15 ? SPARSE_TENSOR : null;
                case FUNCTION -> field == 7 ? NODE : field == 11 ? ATTRIBUTE : null;
                case NODE -> field == 5 ? ATTRIBUTE : null;
                case ATTRIBUTE ->
                    switch ((int) field) {
                        case 5, 10 -> TENSOR;
                        case 6, 11 -> GRAPH;
                        case 22, 23 -> SPARSE_TENSOR;
                        default -> null;
                    };
                case SPARSE_TENSOR -> field == 1 || field == 2 ? TENSOR : null;
                case TENSOR -> null;
            };
        }
    }

    /**
     * Calls {@code location} for each tensor in another file, with that file's path relative to the graph's folder. The path is as in
     * the graph: it may be any text, and is mostly the same for many tensors.
     *
     * @throws InvalidValueException if the file is not an ONNX graph; the message says why
     * @throws IOException if it cannot be read
     */
    static void readLocations(Path graph, Consumer<String> location) throws IOException {
        try (var file = new ProtobufFile(graph)) {
            if (file.size() == 0) {
                throw new InvalidValueException("it is empty");
            }
            new OnnxGraph(file, location).read(Message.MODEL, file.size(), 1);
        }
    }

    private void read(Message message, long end, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw file.malformed("it is nested more than " + MAX_DEPTH + " deep");
        }
        while (file.position() < end) {
            long tag = tag();
            Message inner = wireType(tag) == LENGTH_DELIMITED ? message.in(field(tag)) : null;
            if (inner == null) {
                skip(tag, end);
            } else if (inner == Message.TENSOR) {
                readTensor(endOfField(end));
            } else {
                read(inner, endOfField(end), depth + 1);
            }
        }
        checkEnd(end);
    }

    private void readTensor(long end) throws IOException {
        String named = null;
        boolean isExternal = false;
        while (file.position() < end) {
            long tag = tag();
            if (field(tag) == TENSOR_EXTERNAL_DATA && wireType(tag) == LENGTH_DELIMITED) {
                String value = readLocation(endOfField(end));
                named = value == null ? named : value;
            } else if (field(tag) == TENSOR_DATA_LOCATION && wireType(tag) == VARINT) {
                isExternal = file.varint() == EXTERNAL;
            } else {
                skip(tag, end);
            }
        }
        checkEnd(end);
        if (isExternal) {
            if (named == null) {
                throw file.malformed("a tensor is in another file, but does not name it");
            }
            location.accept(named);
        }
    }

    /** Reads a key and its value; returns the value of a location, and null for other keys. */
    private @Nullable String readLocation(long end) throws IOException {
        boolean isLocation = false;
        String value = "";
        while (file.position() < end) {
            long tag = tag();
            if (field(tag) == ENTRY_KEY && wireType(tag) == LENGTH_DELIMITED) {
                isLocation = LOCATION.equals(shortText(end));
            } else if (field(tag) == ENTRY_VALUE && wireType(tag) == LENGTH_DELIMITED) {
                value = shortText(end);
            } else {
                skip(tag, end);
            }
        }
        checkEnd(end);
        if (isLocation && value == null) {
            throw file.malformed("the name of another file is longer than " + MAX_LOCATION + " bytes");
        }
        return isLocation ? value : null;
    }

    /** Reads a text; returns null for one that is too long for a name. */
    private @Nullable String shortText(long end) throws IOException {
        long length = endOfField(end) - file.position();
        if (length > MAX_LOCATION) {
            file.skip(length);
            return null;
        }
        return file.text((int) length);
    }

    private void skip(long tag, long end) throws IOException {
        switch (wireType(tag)) {
            case VARINT -> file.varint();
            case LENGTH_DELIMITED -> file.skip(endOfField(end) - file.position());
            case FIXED_64 -> skipFixed(Long.BYTES, end);
            case FIXED_32 -> skipFixed(Integer.BYTES, end);
            default -> throw file.malformed("a field has a type that ONNX does not use");
        }
    }

    private void skipFixed(int length, long end) {
        if (length > end - file.position()) {
            throw file.malformed("a field is longer than the message that it is in");
        }
        file.skip(length);
    }

    private long endOfField(long end) throws IOException {
        long length = file.varint();
        if (length < 0 || length > end - file.position()) {
            throw file.malformed("a field is longer than the message that it is in");
        }
        return file.position() + length;
    }

    private void checkEnd(long end) {
        if (file.position() > end) {
            throw file.malformed("a field is longer than the message that it is in");
        }
    }

    private long tag() throws IOException {
        long tag = file.varint();
        if (tag < 0 || tag > 0xffff_ffffL || field(tag) == 0) {
            throw file.malformed("a field has no number");
        }
        return tag;
    }

    private static long field(long tag) {
        return tag >>> 3;
    }

    private static int wireType(long tag) {
        return (int) (tag & 7);
    }
}
