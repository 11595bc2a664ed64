package io.github.hfmodels.preset;

import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.RepoFile;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All weights of a model, or of one component of it, in one form.
 *
 * @param format the format
 * @param variant the precision, quantization or optimization, as names have it; empty where they do not say
 * @param files the files, in the listing's order
 * @param size the bytes of those files that hold each parameter once
 * @param parts what the graphs are for where the weights are split into several; empty where they are not
 */
record WeightCopy(WeightFormat format, String variant, List<RepoFile> files, long size, Set<String> parts) {

    /** What no precision is, although it has a number: levels of optimization. */
    private static final Pattern OPTIMIZED = Pattern.compile("o[1-4]|optimi[sz]ed|half", Pattern.CASE_INSENSITIVE);

    private static final String DECODER = "decoder_model";

    private static final Pattern NUMBER = Pattern.compile("\\d{1,2}");

    /** Some formats have a tensor twice that two layers share, or leave tensors out. */
    private static final double TOLERANCE = 1.35;

    private static final int FULL = 32;
    private static final int HALF = 16;

    /** Of a quantization that does not say. */
    private static final int USUAL = 8;

    /** The quantizations of GGUF keep some tensors in more bits than their name says, but in no more than these. */
    private static final int MOST_IN_GGUF = 9;

    WeightCopy {
        files = List.copyOf(files);
        parts = Set.copyOf(parts);
    }

    /** The bytes of all files. */
    long bytes() {
        return ByteCount.sum(files, RepoFile::contentSize);
    }

    /** Whether parameters have less than 16 bits, as far as the variant says. */
    boolean isQuantized() {
        return leastBits() < HALF;
    }

    /**
     * Whether this may be a copy of the other: it has no part that the other lacks, and both may have the same number of parameters, by
     * their sizes and by the bits that a parameter has.
     */
    boolean mayBeCopyOf(WeightCopy other) {
        return size > 0
                && other.size > 0
                && leastParameters() <= other.mostParameters() * TOLERANCE
                && other.leastParameters() <= mostParameters() * TOLERANCE
                && (other.parts.isEmpty() ? mayBeWhole() : other.parts.containsAll(parts));
    }

    /** A single graph with a purpose is only a part of a model, unless it is a decoder, which some models are as a whole. */
    private boolean mayBeWhole() {
        return parts.size() != 1 || parts.equals(Set.of(DECODER));
    }

    private double leastParameters() {
        return 1.0 * size / mostBits();
    }

    private double mostParameters() {
        return 1.0 * size / leastBits();
    }

    /** The fewest bits that a parameter has; of weights whose name does not say, no quantization is known. */
    private int leastBits() {
        if (isOfUnknownPrecision()) {
            return HALF;
        }
        Matcher number = NUMBER.matcher(variant);
        return number.find() ? Math.min(FULL, Math.max(1, Integer.parseInt(number.group()))) : USUAL;
    }

    private int mostBits() {
        int least = leastBits();
        if (isOfUnknownPrecision() || (least < HALF && format != WeightFormat.GGUF)) {
            return FULL;
        }
        return Math.max(least, MOST_IN_GGUF);
    }

    private boolean isOfUnknownPrecision() {
        return variant.isEmpty() || OPTIMIZED.matcher(variant).matches();
    }
}
