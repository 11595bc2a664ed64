package io.github.hfmodels.cache;

import java.util.concurrent.atomic.AtomicInteger;

/** A file system with properties that the one of the tests may not have. */
final class ImaginedFileSystem implements FileSystemTraits {

    private final String ignored;

    /** How often names were tried. */
    final AtomicInteger tries = new AtomicInteger();

    /** @param ignored what it ignores, of {@code case}, {@code encoding} and {@code dots}; or {@code windows} */
    ImaginedFileSystem(String ignored) {
        this.ignored = ignored;
    }

    @Override
    public boolean ignoresCase() {
        return ignored.contains("case");
    }

    @Override
    public boolean areOne(String one, String other) {
        tries.incrementAndGet();
        return ignored.contains(other.endsWith(".") ? "dots" : "encoding");
    }

    @Override
    public boolean isOfWindows() {
        return ignored.contains("windows");
    }
}
