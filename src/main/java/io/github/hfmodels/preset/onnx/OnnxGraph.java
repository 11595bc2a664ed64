package io.github.hfmodels.preset.onnx;

import io.github.hfmodels.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the names of a graph's external data files. A graph may also have gigabytes of tensors in itself: they are skipped, and memory
 * does not depend on the graph's size.
 *
 * <p>Tensors are found where ONNX Runtime looks for them: in initializers, also sparse ones, in attributes of nodes, and in the
 * same places of subgraphs and functions. Tensors that only training needs are ignored.
 */
record OnnxGraph(ProtobufFile file, Consumer<String> location) {

    /** The limit of protobuf's own readers, so no runtime reads a graph that is rejected here. */
    private static final int MAX_DEPTH = 100;

    private static final int MAX_LOCATION = 4_096;

    private static final int TENSOR_EXTERNAL_DATA = 13;
    private static final int TENSOR_DATA_LOCATION = 14;
    private static final int EXTERNAL = 1;
    private static final long ENTRY_KEY = 1;
    private static final long ENTRY_VALUE = 2;
    private static final String LOCATION = "location";
    private static final String TOO_LONG = "?".repeat(MAX_LOCATION + 1);

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
        file.read(end, (field, endOfField) -> {
            Message inner = message.in(field);
            if (inner == Message.TENSOR) {
                readTensor(endOfField);
            } else if (inner != null) {
                read(inner, endOfField, depth + 1);
            }
        });
    }

    private void readTensor(long end) throws IOException {
        var tensor = new Tensor();
        file.read(end, tensor);
        if (tensor.isExternal) {
            if (tensor.location == null) {
                throw file.malformed("a tensor is in another file, but does not name it");
            }
            if (tensor.location.equals(TOO_LONG)) {
                throw file.malformed("the name of another file is longer than " + MAX_LOCATION + " bytes");
            }
            location.accept(tensor.location);
        }
    }

    /** Where a tensor is: the last of the fields that say so counts. */
    private final class Tensor implements ProtobufFile.Fields {

        private boolean isExternal;
        private @Nullable String location;

        @Override
        public void number(long field, long value) {
            isExternal = field == TENSOR_DATA_LOCATION ? value == EXTERNAL : isExternal;
        }

        @Override
        public void bytes(long field, long end) throws IOException {
            if (field == TENSOR_EXTERNAL_DATA) {
                var entry = new HashMap<Long, String>();
                file.read(end, (number, endOfText) -> {
                    if (number == ENTRY_KEY || number == ENTRY_VALUE) {
                        boolean isShort = endOfText - file.position() <= MAX_LOCATION;
                        entry.put(number, isShort ? file.text(endOfText) : TOO_LONG);
                    }
                });
                if (LOCATION.equals(entry.get(ENTRY_KEY))) {
                    location = entry.getOrDefault(ENTRY_VALUE, "");
                }
            }
        }
    }
}
