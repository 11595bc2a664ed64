package io.github.hfmodels.cache.mutex;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.github.hfmodels.log.Log;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kind of {@code flock(2)}, which Python's filelock uses, too. It belongs to one open descriptor, so it excludes threads,
 * class loaders and processes alike.
 */
final class Flock implements SystemMutex {

    private static final Log LOG = Log.of(Flock.class);

    private static final boolean MACOS = System.getProperty("os.name").startsWith("Mac");

    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int LOCK_UN = 8;

    private static final int ENOENT = 2;
    private static final int EINTR = 4;
    private static final int EACCES = 13;
    private static final int EAGAIN = MACOS ? 35 : 11;

    /** Somebody else has it, which some file systems express by EACCES; or a signal interrupted the call. */
    private static final Set<Integer> BUSY = Set.of(EAGAIN, EACCES, EINTR);

    /** How often the file may vanish or be replaced before locking it counts as impossible. */
    private static final int MAX_REPLACEMENTS = 20;

    private static final int CLOSED = -1;

    private static final String JNA_FOLDER = "jna.tmpdir";

    private final MutexFile file;
    private int descriptor = CLOSED;
    private @Nullable Object identity;
    private int replacements;

    Flock(MutexFile file) {
        this.file = file;
    }

    /** Whether the function exists and can be called. The first call loads native code, which takes time. */
    static boolean isCallable() {
        if (!MACOS && !System.getProperty("os.name").equals("Linux")) {
            return false;
        }
        try {
            return LibC.isBound();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Error e) {
            // JNA is missing or not built for this machine, or the temporary folder does not allow native code.
            LOG.debug("flock cannot be called: {}", e.toString());
            return false;
        }
    }

    @Override
    public boolean tryAcquire() throws IOException {
        if (descriptor == CLOSED && !open()) {
            return false;
        }
        if (LibC.flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            int error = Native.getLastError();
            if (BUSY.contains(error)) {
                return false;
            }
            throw failure("flock", error);
        }
        if (hasStayed()) {
            return true;
        }
        // What is locked is a file that nobody else will open any more.
        close();
        countReplacement();
        return false;
    }

    /** Releases it, unless that has been done before. */
    @Override
    public void close() {
        if (descriptor != CLOSED) {
            // Closing is not enough while a child process that is just being started has a copy of the descriptor.
            LibC.flock(descriptor, LOCK_UN);
            LibC.close(descriptor);
            descriptor = CLOSED;
        }
    }

    @Override
    public String toString() {
        return "flock";
    }

    private boolean open() throws IOException {
        identity = file.provide();
        byte[] path = LibC.text(file.path());
        descriptor = LibC.open(path, LibC.READ_AND_WRITE | LibC.OPEN_FLAGS);
        if (descriptor == CLOSED && Native.getLastError() == EACCES) {
            // In a cache that several users share, it may be writable to the one alone who needed it first.
            descriptor = LibC.open(path, LibC.OPEN_FLAGS);
        }
        if (descriptor != CLOSED) {
            return true;
        }
        int error = Native.getLastError();
        if (error == ENOENT || error == EINTR) {
            countReplacement();
            return false;
        }
        throw failure("open", error);
    }

    private boolean hasStayed() throws IOException {
        try {
            return Objects.equals(identity, file.identity());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void countReplacement() throws IOException {
        replacements++;
        if (replacements > MAX_REPLACEMENTS) {
            throw new IOException(file.path() + " does not stay the same file");
        }
    }

    private static IOException failure(String function, int error) {
        return new IOException(function + ": " + LibC.strerror(error));
    }

    /** The functions of the C library; its initialization is what loads JNA. */
    private static final class LibC {

        /** As locking over NFS demands; elsewhere, to read is enough. */
        static final int READ_AND_WRITE = 0x2;

        /**
         * Not inherited by child processes, which would keep it locked; no links followed. The numbers differ by system, the last one
         * also by processor.
         */
        static final int OPEN_FLAGS = MACOS ? 0x1000000 | 0x100 : 0x80000 | noFollowOnLinux();

        /** What Java itself uses for names of files; JNA has another default. */
        private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

        static {
            load();
        }

        private LibC() {}

        /**
         * JNA unpacks itself below the home folder. For a user without a name Java calls that {@code ?}, which would become a folder
         * where the build runs.
         */
        private static void load() {
            String home = System.getProperty("user.home", "");
            boolean hasFolder =
                    System.getProperty(JNA_FOLDER) != null || Path.of(home).isAbsolute();
            if (!hasFolder) {
                System.setProperty(JNA_FOLDER, System.getProperty("java.io.tmpdir"));
            }
            try {
                // The C library is part of the process already; looking for its file can find a linker script.
                Native.register(LibC.class, NativeLibrary.getProcess());
            } finally {
                if (!hasFolder) {
                    System.clearProperty(JNA_FOLDER);
                }
            }
        }

        static boolean isBound() {
            return true;
        }

        /**
         * Opens without creating. With a third argument, the mode, this would be a variadic call, for which Apple's processors
         * have another calling convention.
         */
        static native int open(byte[] path, int flags);

        static native int flock(int descriptor, int operation);

        static native int close(int descriptor);

        static native String strerror(int error);

        static byte[] text(Path path) {
            return (path.toAbsolutePath() + "\0").getBytes(FILE_NAMES);
        }

        private static int noFollowOnLinux() {
            return System.getProperty("os.arch").matches("(aarch|arm|ppc).*") ? 0x8000 : 0x20000;
        }
    }
}
