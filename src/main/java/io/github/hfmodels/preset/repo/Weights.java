package io.github.hfmodels.preset.repo;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.ByteCount;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Weights in a folder: a file, or an index that names shards.
 *
 * @param name the file or the index, or a path below the folder
 */
public record Weights(String name) {

    private static final Pattern INDEX =
            Pattern.compile("(?<stem>.+)\\.(?<format>\\w+)\\.index(?<variant>\\.[^./]+)?\\.json", Pattern.DOTALL);

    private static final String SHARD_NUMBER = "-\\d{5}-of-\\d{5}";
    private static final String SAFETENSORS = ".safetensors";

    /**
     * The weights that a library loads.
     *
     * @param plain the names of files that it looks for, without a variant, the preferred first; each is preferred to its index
     */
    public static Optional<Weights> find(Folder folder, List<String> plain, @Nullable String variant) {
        return plain.stream()
                .flatMap(name -> candidates(name, variant).stream())
                .filter(folder::has)
                .findFirst()
                .map(Weights::new);
    }

    /** The file of a variant, and its index. */
    private static List<String> candidates(String plain, @Nullable String variant) {
        String infix = variant == null ? "" : "." + variant;
        int dot = plain.lastIndexOf('.');
        return List.of(plain.substring(0, dot) + infix + plain.substring(dot), plain + ".index" + infix + ".json");
    }

    /** Whether a file of that name is an index of shards. */
    public static boolean isIndex(String name) {
        return name.contains(".index") && name.endsWith(".json");
    }

    /** A file's name without the number of a shard. */
    public static String withoutShardNumber(String name) {
        return name.replaceFirst(SHARD_NUMBER + "(?=\\.)", "");
    }

    /**
     * Takes the file, or the index and its shards.
     *
     * @param namedBy the path of the file that names it
     * @throws UserException if one of them is not in the listing, or the index names none, or one in another format than safetensors
     *     though it is an index of those
     */
    public void take(Folder folder, String namedBy) throws IOException {
        if (!isIndex(name)) {
            folder.takeAll(List.of(name), "weights (" + format() + ")", namedBy);
            return;
        }
        folder.takeAll(List.of(name), "weights, index (" + format() + ")", namedBy);
        List<String> shards = folder.config(name).shards();
        if (shards.isEmpty()) {
            throw new UserException(
                    "'" + Printable.of(folder.path(name)) + "' names no shards in its weight_map",
                    CommonAdvice.CHOOSE_REVISION);
        }
        folder.takeAll(shards, "weights, shard of " + name, folder.path(name));
        if (name.contains(SAFETENSORS)) {
            shards.stream()
                    .filter(shard -> !shard.endsWith(SAFETENSORS))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new UserException(
                                "'" + Printable.of(folder.path(name)) + "' names '" + Printable.of(other)
                                        + "', which is not in that format",
                                CommonAdvice.CHOOSE_REVISION);
                    });
        }
    }

    /** The format, for people. */
    private String format() {
        boolean graph = name.endsWith(".onnx") || name.endsWith(".pb");
        return name.contains(SAFETENSORS) ? "safetensors" : graph ? "onnx" : "pytorch";
    }

    /** The bytes of the file; of an index, those of its shards, which are recognized by their names. */
    public long size(Folder folder) {
        return ByteCount.sum(files(folder.below()), folder::size);
    }

    /** The file itself; of an index, those of some files, relative to the folder, that are its shards by their names. */
    private List<String> files(List<String> names) {
        Matcher index = INDEX.matcher(name);
        if (!index.matches()) {
            return List.of(name);
        }
        // model.safetensors.index.fp16.json has shards such as model.fp16-00001-of-00002.safetensors.
        String variant = index.group("variant") == null ? "" : index.group("variant");
        Pattern shard = Pattern.compile(Pattern.quote(index.group("stem") + variant) + SHARD_NUMBER + "\\."
                + Pattern.quote(index.group("format")));
        return names.stream().filter(shard.asMatchPredicate()).toList();
    }

    /**
     * There are no weights with these names; the message says which weights there are instead.
     *
     * @param plain the names that were looked for, without a variant
     */
    public static UserException missing(Folder folder, List<String> plain, @Nullable String variant) {
        List<String> expected = plain.stream()
                .map(name -> folder.path(candidates(name, variant).get(0)))
                .toList();
        String sought = Candidates.names(expected) + " or the index of their shards";
        Collection<String> variants = variants(folder, plain);
        var choices = new ArrayList<String>();
        if (!variants.isEmpty()) {
            choices.add("set " + element(variants, List.of(folder), plain));
        }
        if (variant != null && find(folder, plain, null).isPresent()) {
            choices.add("leave <variant> out for the plain weights");
        }
        if (choices.isEmpty()) {
            return new UserException(
                    "the repository has no weights for PyTorch, " + sought + "; it has " + folder.summary(),
                    Advice.of("choose another revision or name the files with <includes>"));
        }
        String what = variant == null ? "plain weights, " : "weights of the variant '" + Printable.of(variant) + "', ";
        return new UserException("the repository has no " + what + sought, Advice.of(String.join(", or ", choices)));
    }

    /** The variants of a folder's weights. */
    public static Collection<String> variants(Folder folder, List<String> plain) {
        var variants = new TreeSet<String>();
        for (String name : plain) {
            int dot = name.lastIndexOf('.');
            Pattern variant =
                    Pattern.compile(Pattern.quote(name.substring(0, dot)) + "\\.(?<file>.+)(?<!" + SHARD_NUMBER
                            + ")" + Pattern.quote(name.substring(dot)) + "|" + Pattern.quote(name)
                            + "\\.index\\.(?<index>.+)\\.json");
            for (String file : folder.names()) {
                Matcher match = variant.matcher(file);
                if (match.matches()) {
                    variants.add(match.group("file") == null ? match.group("index") : match.group("file"));
                }
            }
        }
        return variants;
    }

    /** The {@code <variant>} to set for one of the variants that folders have, each with the bytes that a library loads for it. */
    public static String element(Collection<String> variants, List<Folder> folders, List<String> plain) {
        ToLongFunction<String> size = variant -> ByteCount.sum(
                folders,
                folder -> find(folder, plain, variant)
                        .map(weights -> weights.size(folder))
                        .orElse(0L));
        if (variants.size() > 1) {
            return "<variant> to one of " + Candidates.sized(variants, variant -> variant, size);
        }
        String only = variants.iterator().next();
        return "<variant>" + Printable.of(only) + "</variant> (" + ByteCount.format(size.applyAsLong(only)) + ")";
    }
}
