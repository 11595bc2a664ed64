package io.github.hfmodels.policy;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads bytes as Python's unpickler would, to see whether they are a pickle. Nothing is built but a stack of the kinds of objects. What
 * does not begin as a pickle may still be text, so that text is not taken for one: it must call something, or end where a pickle does.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">pickletools: the opcodes</a>
 */
final class PickleOps {

    private static final int MAX_OPS = 1 << 20;
    /** So many that each differ from the one before are no chance. */
    private static final int ENOUGH_OPS = 1000;

    private static final int MAX_LINE = 1 << 16;
    private static final int MAX_FIRST_LINE = 1 << 20;
    private static final int PROTOCOL = 0x80;
    private static final int LAST_PROTOCOL = 5;
    /** The shortest pickles of protocols 0 and 1 that are not a mere number have so many. */
    private static final int MIN_OPS = 3;

    /** What is read where a line does not end, and matches nothing. */
    private static final String NO_LINE = "\n";

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.]*");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9][0-9A-Fa-fxXoO_]*L?");
    private static final Pattern DECIMAL = Pattern.compile("(?i)[-+]?(?:[0-9._]+(?:e[-+]?[0-9]+)?|inf(?:inity)?|nan)");

    /** The kinds of objects on the stack. */
    private static final char MARK = '(';

    private static final char TUPLE = 't';
    private static final char LIST = 'l';
    private static final char DICT = 'd';
    private static final char CALLABLE = 'c';
    private static final char TEXT = 's';
    private static final char SCALAR = 'n';
    /** What may be of any kind. */
    private static final char OBJECT = 'o';

    /** What may be the arguments of a call: Python's own unpickler takes a tuple, and those that libraries have made of it others, too. */
    private static final String ARGUMENTS = "" + TUPLE + LIST + DICT + OBJECT;

    private final FileBytes bytes;
    private final StringBuilder stack = new StringBuilder();
    private final Map<Long, Character> memo = new HashMap<>();
    private long position;
    private boolean calls;

    private PickleOps(FileBytes bytes) {
        this.bytes = bytes;
    }

    /** @throws IOException when the bytes cannot be read */
    static boolean isPickle(FileBytes bytes) throws IOException {
        return new PickleOps(bytes).isPickle();
    }

    private boolean isPickle() throws IOException {
        // Newer protocols begin with what begins no text.
        boolean hasProtocol = bytes.at(0) == PROTOCOL;
        int before = 0;
        int last = -1;
        int different = 0;
        for (int ops = 1; ops <= MAX_OPS && different < ENOUGH_OPS; ops++) {
            int op = next();
            if (op != last) {
                different++;
            }
            last = op;
            if (op == '.' && isOnTop("")) {
                if (bytes.at(position) < 0) {
                    return stack.length() == 1 && ops - before >= MIN_OPS;
                }
                // Several may follow one another.
                before = ops;
                stack.setLength(0);
                memo.clear();
            } else if (!isValid(op)) {
                return false;
            }
            if (calls || hasProtocol && ops >= MIN_OPS) {
                return true;
            }
        }
        return different == ENOUGH_OPS;
    }

    /** Whether the unpickler would take the operation. */
    private boolean isValid(int op) throws IOException {
        return switch (op) {
            case PROTOCOL -> next() <= LAST_PROTOCOL;
            case 0x95 -> number(8) >= 0;
            case '(' -> push(MARK);
            case ')' -> push(TUPLE);
            case ']' -> push(LIST);
            case '}' -> push(DICT);
            case 0x8f, 0x97 -> push(OBJECT);
            case 'N', 0x88, 0x89 -> push(SCALAR);
            case 'K' -> skip(1) && push(SCALAR);
            case 'M' -> skip(2) && push(SCALAR);
            case 'J' -> skip(4) && push(SCALAR);
            case 'G' -> skip(8) && push(SCALAR);
            case 0x8a -> skip(number(1)) && push(SCALAR);
            case 0x8b -> skip(number(4)) && push(SCALAR);
            case 'I', 'L' -> INTEGER.matcher(number()).matches() && push(SCALAR);
            case 'F' -> DECIMAL.matcher(number()).matches() && push(SCALAR);
            case 'S' -> isQuoted(line()) && push(TEXT);
            case 'V' -> !line().equals(NO_LINE) && push(TEXT);
            case 'U', 'C', 0x8c -> skip(number(1)) && push(TEXT);
            case 'T', 'X', 'B' -> skip(number(4)) && push(TEXT);
            case 0x8d, 0x8e -> skip(number(8)) && push(TEXT);
            case 0x96 -> skip(number(8)) && push(OBJECT);
            case 0x82 -> skip(1) && push(CALLABLE);
            case 0x83 -> skip(2) && push(CALLABLE);
            case 0x84 -> skip(4) && push(CALLABLE);
            case '0' -> popAny();
            case '1' -> popToMark() >= 0;
            case '2' -> isOnTop("") && push(stack.charAt(stack.length() - 1));
            case 0x85 -> pop() && push(TUPLE);
            case 0x86 -> pop() && pop() && push(TUPLE);
            case 0x87 -> pop() && pop() && pop() && push(TUPLE);
            case 't' -> popToMark() >= 0 && push(TUPLE);
            case 'l' -> popToMark() >= 0 && push(LIST);
            case 'd' -> popToMark() % 2 == 0 && push(DICT);
            case 0x91 -> popToMark() >= 0 && push(OBJECT);
            case 'a' -> pop() && isOnTop("" + LIST + OBJECT);
            case 'e' -> popToMark() >= 0 && isOnTop("" + LIST + OBJECT);
            case 's' -> pop() && pop() && isOnTop("" + DICT + LIST + OBJECT);
            case 'u' -> popToMark() % 2 == 0 && isOnTop("" + DICT + LIST + OBJECT);
            case 0x90 -> popToMark() >= 0 && isOnTop("" + OBJECT);
            case 'p' -> isOnTop("") && memoize(index(line()));
            case 'q' -> memoize(number(1));
            case 'r' -> memoize(number(4));
            case 0x94 -> memoize(memo.size());
            case 'g' -> !memo.isEmpty() && recall(index(line()));
            case 'h' -> recall(number(1));
            case 'j' -> recall(number(4));
            case 0x98 -> isOnTop("");
            case 'c' -> isName(line()) && isName(line()) && push(CALLABLE);
            case 0x93 -> pop("" + TEXT + OBJECT) && pop("" + TEXT + OBJECT) && push(CALLABLE);
            case 'i' -> popToMark() >= 0 && isName(line()) && isName(line()) && call();
            case 'o' -> isCallableOnMark() && popToMark() > 0 && call();
            case 'R', 0x81 -> pop(ARGUMENTS) && pop("" + CALLABLE + OBJECT) && call();
            case 0x92 -> pop("" + DICT + OBJECT) && pop() && pop("" + CALLABLE + OBJECT) && call();
            case 'b' -> pop(ARGUMENTS) && pop("" + CALLABLE + OBJECT) && call();
            // What only some unpicklers take, such as PyTorch's for the second pickle of a file: persistent ids.
            case 'Q' -> pop() && push(SCALAR);
            default -> false;
        };
    }

    private boolean call() {
        calls = true;
        return push(OBJECT);
    }

    private boolean push(char kind) {
        stack.append(kind);
        return true;
    }

    private boolean isOnTop(String kinds) {
        if (stack.isEmpty()) {
            return false;
        }
        char top = stack.charAt(stack.length() - 1);
        return top != MARK && (kinds.isEmpty() || kinds.indexOf(top) >= 0);
    }

    private boolean pop() {
        return pop("");
    }

    private boolean pop(String kinds) {
        return isOnTop(kinds) && popAny();
    }

    private boolean popAny() {
        if (stack.isEmpty()) {
            return false;
        }
        stack.setLength(stack.length() - 1);
        return true;
    }

    /** How many objects were above the mark; -1 when there is none. */
    private int popToMark() {
        int mark = stack.lastIndexOf("" + MARK);
        int above = mark < 0 ? -1 : stack.length() - mark - 1;
        stack.setLength(Math.max(mark, 0));
        return above;
    }

    private boolean isCallableOnMark() {
        int first = stack.lastIndexOf("" + MARK) + 1;
        return first > 0 && first < stack.length() && ("" + CALLABLE + OBJECT).indexOf(stack.charAt(first)) >= 0;
    }

    private boolean memoize(long index) {
        if (index < 0 || !isOnTop("")) {
            return false;
        }
        memo.put(index, stack.charAt(stack.length() - 1));
        return true;
    }

    private boolean recall(long index) {
        Character kind = memo.get(index);
        return kind != null && push(kind);
    }

    private static long index(String line) {
        String digits = line.strip();
        return digits.matches("\\+?0*[0-9]{1,18}") ? Long.parseLong(digits) : -1;
    }

    private static boolean isName(String line) {
        return NAME.matcher(line).matches();
    }

    private static boolean isQuoted(String line) {
        return line.length() > 1
                && (line.startsWith("'") && line.endsWith("'") || line.startsWith("\"") && line.endsWith("\""));
    }

    private int next() throws IOException {
        return bytes.at(position++);
    }

    private long number(int length) throws IOException {
        long number = bytes.number(position, length);
        position += length;
        return number;
    }

    /** Whether so many bytes follow. */
    private boolean skip(long length) {
        if (length < 0 || length > bytes.size() - position) {
            return false;
        }
        position += length;
        return true;
    }

    /** The text of a number up to the end of the line, as C reads it. */
    private String number() throws IOException {
        return line().split("\0", 2)[0].strip();
    }

    /** The text up to the end of the line; of a long one the beginning, and the last character. No pickle begins with a very long one. */
    private String line() throws IOException {
        long start = position;
        var line = new StringBuilder();
        for (int next = next(); next != '\n'; next = next()) {
            if (next < 0 || stack.isEmpty() && position - start > MAX_FIRST_LINE) {
                return NO_LINE;
            }
            line.setLength(Math.min(line.length(), MAX_LINE));
            line.append((char) next);
        }
        return line.toString();
    }
}
