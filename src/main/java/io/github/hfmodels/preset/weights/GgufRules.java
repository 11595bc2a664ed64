package io.github.hfmodels.preset.weights;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.Candidates;
import io.github.hfmodels.preset.repo.CommonAdvice;
import io.github.hfmodels.preset.repo.Folder;
import io.github.hfmodels.preset.repo.PresetMismatch;
import io.github.hfmodels.selection.ClosestNames;
import io.github.hfmodels.selection.Preset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The preset {@code gguf}: a model in one quantization, with all of its parts.
 *
 * <p>The variant is a file's name without ending and part number; or a quantization, such as {@code Q4_K_M}; or a part of the name
 * between dots and dashes, such as {@code UD-Q4_K_XL}. The first of these that matches any file decides; case does not count. A variant
 * does not match a part of another quantization's name: {@code Q4_K} is not {@code Q4_K_M}, and {@code Q4_XS} is not {@code IQ4_XS}. A
 * repository with one model needs no variant.
 *
 * <p>The projector ({@code mmproj-*}), which llama.cpp needs for images and sound, is taken too, as llama.cpp's own downloads do: the
 * one in the model's folder or in a folder above. Of several, F16 is preferred, since all devices can compute with it, then BF16, Q8_0
 * and F32. Importance matrices are never taken.
 */
public final class GgufRules {

    /** Precisions of projectors, the preferred first. */
    private static final List<String> PROJECTORS = List.of("F16", "FP16", "BF16", "Q8_0", "F32", "FP32");

    private GgufRules() {}

    /** Whether a file of that path could be a model, or a part of one. */
    public static boolean isPossible(String path) {
        return path.toLowerCase(Locale.ROOT).contains(".gguf") && !Folder.isCode(path);
    }

    /**
     * Takes a model.
     *
     * @param variant which model, without ending; null for the only one
     * @throws UserException if no model or several match, or a part is missing
     */
    public static void take(Folder root, @Nullable String variant) {
        List<GgufModel> all = GgufModel.among(root.files()).stream()
                .filter(file -> !file.isImportanceMatrix())
                .toList();
        List<GgufModel> models =
                all.stream().filter(file -> !file.isProjector()).toList();
        List<GgufModel> choosable = models.isEmpty() ? all : models;
        if (choosable.isEmpty()) {
            throw PresetMismatch.of(root, Preset.GGUF, "a '.gguf' file");
        }
        GgufModel model = variant == null ? only(choosable) : named(variant, choosable);
        String quantization = model.quantization();
        take(model, quantization == null ? "weights (GGUF)" : "weights (" + quantization + ")", root);
        if (!model.isProjector()) {
            GgufModel projector =
                    projector(model, all.stream().filter(GgufModel::isProjector).toList());
            if (projector != null) {
                take(projector, "projector of the model's input", root);
            }
        }
    }

    private static GgufModel only(List<GgufModel> models) {
        if (models.size() > 1) {
            throw new UserException(
                    "preset gguf: the repository has " + models.size() + " models",
                    Advice.of("set <variant> to one of " + sized(models)));
        }
        return models.get(0);
    }

    private static GgufModel named(String variant, List<GgufModel> models) {
        Pattern words = Pattern.compile(
                "(?<![\\p{Alnum}_])" + Pattern.quote(variant) + "(?![\\p{Alnum}_])", Pattern.CASE_INSENSITIVE);
        List<Predicate<GgufModel>> rules = List.of(
                model -> variant.equalsIgnoreCase(model.stem()) || variant.equalsIgnoreCase(model.name()),
                model -> variant.equalsIgnoreCase(model.quantization()),
                model -> words.matcher(model.name()).find());
        for (Predicate<GgufModel> rule : rules) {
            List<GgufModel> matches = matching(models, rule);
            if (matches.size() > 1) {
                throw new UserException(
                        "preset gguf: <variant> '" + Printable.of(variant) + "' matches " + sized(matches),
                        Advice.of("set it to a file's whole name"));
            }
            if (!matches.isEmpty()) {
                return matches.get(0);
            }
        }
        List<String> variants = models.stream().map(GgufRules::variantOf).toList();
        throw new UserException(
                "preset gguf: no model is a <variant> '" + Printable.of(variant) + "'",
                Advice.of("set it to one of these, the closest first: "
                        + Candidates.names(ClosestNames.ranked(variant, variants))));
    }

    private static @Nullable GgufModel projector(GgufModel model, List<GgufModel> projectors) {
        List<GgufModel> near = List.of();
        String folder = model.folder();
        while (near.isEmpty()) {
            String level = folder;
            near = matching(projectors, projector -> projector.folder().equals(level));
            if (level.isEmpty()) {
                break;
            }
            folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
        }
        if (near.isEmpty() && projectors.size() == 1) {
            return projectors.get(0);
        }
        if (near.size() <= 1) {
            return near.isEmpty() ? null : near.get(0);
        }
        for (String precision : PROJECTORS) {
            List<GgufModel> precise = matching(near, projector -> precision.equalsIgnoreCase(projector.quantization()));
            if (precise.size() == 1) {
                return precise.get(0);
            }
        }
        throw new UserException(
                "preset gguf: any of " + sized(near) + " may be the projector of " + Printable.of(model.shown()),
                CommonAdvice.INCLUDE_FILES);
    }

    private static void take(GgufModel model, String rule, Folder root) {
        model.missingPart().ifPresent(number -> {
            throw new UserException(
                    "preset gguf: the repository lacks part " + number + " of the " + model.count() + " of '"
                            + Printable.of(model.name()) + "'",
                    Advice.of("choose another <variant> or <revision>"));
        });
        model.parts()
                .forEach((number, file) -> root.take(
                        file.path(), model.count() > 1 ? rule + ", part " + number + " of " + model.count() : rule));
    }

    private static List<GgufModel> matching(List<GgufModel> models, Predicate<GgufModel> condition) {
        return models.stream().filter(condition).toList();
    }

    /** What users write as variant for this model. */
    private static String variantOf(GgufModel model) {
        String quantization = model.quantization();
        return quantization == null ? model.stem() : quantization;
    }

    private static String sized(Collection<GgufModel> models) {
        return Candidates.sized(models, GgufModel::shown, GgufModel::size);
    }
}
