package io.github.hfmodels.settings;

import io.github.hfmodels.model.InvalidValueException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts and numbers of a Python pickle, in their order; of numbers the whole part. A pickle is a program; this does not run it, but only tells its opcodes
 * apart. Everything else that it makes is {@link #OTHER}.
 */
final class PickledScalars {

    /** Stands for what is neither a text nor a number. */
    static final Object OTHER = new Object();

    /** Stands for Python's {@code None}. */
    static final Object NONE = new Object();

    private static final String NO_ARGUMENT =
            "().012]}QRabdelotsu" + "\u0081\u0085\u0086\u0087\u0088\u0089\u008f\u0090\u0091\u0092\u0093\u0094";

    private final ByteBuffer pickle;
    private final List<Object> scalars = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();
    private Object top = OTHER;

    private PickledScalars(byte[] pickle) {
        this.pickle = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @throws InvalidValueException when it is not a whole pickle of protocol 0 to 5 */
    static List<Object> of(byte[] pickle) {
        var reader = new PickledScalars(pickle);
        try {
            while (reader.step()) {}
        } catch (BufferUnderflowException | NumberFormatException e) {
            throw new InvalidValueException("not a pickle");
        }
        return reader.scalars;
    }

    /** Passes over one opcode; false at the one that ends the pickle. */
    private boolean step() {
        int opcode = Byte.toUnsignedInt(pickle.get());
        switch (opcode) {
            case 0x80 -> pickle.get(); // protocol
            case 0x95 -> pickle.getLong(); // frame
            case 0x94 -> memo.put((long) memo.size(), top);
            case 'q' -> memo.put(unsigned(1), top);
            case 'r' -> memo.put(unsigned(4), top);
            case 'p' -> memo.put(Long.valueOf(line()), top);
            case 'h' -> add(memo.getOrDefault(unsigned(1), OTHER));
            case 'j' -> add(memo.getOrDefault(unsigned(4), OTHER));
            case 'g' -> add(memo.getOrDefault(Long.valueOf(line()), OTHER));
            case 0x8c -> add(text(unsigned(1)));
            case 'X' -> add(text(unsigned(4)));
            case 0x8d -> add(text(pickle.getLong()));
            case 'V' -> add(line());
            case 'K' -> add(unsigned(1));
            case 'M' -> add(unsigned(2));
            case 'J' -> add((long) pickle.getInt());
            case 'I', 'L' -> add(Long.valueOf(line().replaceFirst("L$", "")));
            case 0x8a -> addLong((int) unsigned(1));
            case 'U', 'C' -> other(text(unsigned(1)));
            case 'B', 'T', 0x8b -> other(text(unsigned(4)));
            case 'G' -> add((long) Double.longBitsToDouble(Long.reverseBytes(pickle.getLong())));
            case 'F' -> add((long) Double.parseDouble(line()));
            case 'S' -> other(line());
            case 'c' -> other(line() + line());
            case 'N' -> add(NONE);
            case 's' -> top = OTHER; // an entry of a dictionary
            default -> {
                if (NO_ARGUMENT.indexOf(opcode) < 0) {
                    throw new InvalidValueException("not a pickle");
                }
                add(OTHER);
            }
        }
        return opcode != '.';
    }

    private void add(Object value) {
        top = value;
        scalars.add(value);
    }

    private void addLong(int bytes) {
        if (bytes > Long.BYTES) {
            other(text(bytes));
        } else {
            int unused = Long.SIZE - Byte.SIZE * bytes;
            add(bytes == 0 ? 0L : unsigned(bytes) << unused >> unused);
        }
    }

    /** @param read was only read to pass over it */
    private void other(Object read) {
        add(OTHER);
    }

    private long unsigned(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= Byte.toUnsignedLong(pickle.get()) << (8 * i);
        }
        return value;
    }

    private String text(long length) {
        if (length < 0 || length > pickle.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[(int) length];
        pickle.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() {
        var line = new StringBuilder();
        for (byte next = pickle.get(); next != '\n'; next = pickle.get()) {
            line.append((char) Byte.toUnsignedInt(next));
        }
        return line.toString();
    }
}
