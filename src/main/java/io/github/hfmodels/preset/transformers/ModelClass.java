package io.github.hfmodels.preset.transformers;

import io.github.hfmodels.model.Advice;
import io.github.hfmodels.model.Printable;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.ConfigFile;
import io.github.hfmodels.preset.repo.Folder;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The class that loads a model.
 *
 * @param name such as {@code AutoModelForCausalLM} or {@code CLIPModel}; null if none is configured, which means
 *     {@code AutoModel} or the class that the repository's own code is for
 */
record ModelClass(@Nullable String name) {

    private static final String AUTO_MODEL = "AutoModel";
    private static final Pattern AUTO = Pattern.compile("AutoModelFor(\\w+)");
    private static final Pattern PEFT = Pattern.compile("(?:AutoPeftModel|PeftModel)(For\\w+)?");

    /** The form of names of Transformers' classes: BertModel, GPT2LMHeadModel, BertForMaskedLM. */
    private static final Pattern CONCRETE =
            Pattern.compile("(?!Auto(?!former)|Peft)[A-Z]\\w*(?:Model|Backbone|For(\\w+))");

    /** Heads of model classes that no Auto class has. */
    private static final Set<String> OTHER_HEADS =
            Set.of("ConditionalGeneration", "Vision2Seq", "SpeechToText", "Generation", "Retrieval");

    private static final Set<String> GENERATING_HEADS = Set.of(
            "CausalLM",
            "ConditionalGeneration",
            "Generation",
            "ImageTextToText",
            "MultimodalLM",
            "PreTraining",
            "RNNT",
            "Seq2SeqLM",
            "SpeechSeq2Seq",
            "SpeechToText",
            "TDT",
            "TextToSpectrogram",
            "TextToWaveform",
            "Vision2Seq",
            "VisualQuestionAnswering");

    /**
     * @param defined the classes that code of the repository defines
     * @throws UserException if there is no such class
     */
    void check(ConfigFile config, Collection<String> defined) {
        if (name == null
                || name.equals(AUTO_MODEL)
                || name.equals("AutoBackbone")
                || defined.contains(name)
                || KnownTypes.hasModelClass(name)
                || config.texts("architectures").contains(name)) {
            return;
        }
        Matcher peft = PEFT.matcher(name);
        Matcher auto = AUTO.matcher(peft.matches() ? withoutPeft(peft) : name);
        if (auto.matches() ? isHead(auto.group(1)) : peft.matches()) {
            return;
        }
        Matcher concrete = CONCRETE.matcher(name);
        if (concrete.matches() && (concrete.group(1) == null || endsInHead(name))) {
            return;
        }
        var heads = new TreeSet<>(KnownTypes.heads());
        heads.addAll(OTHER_HEADS);
        throw new UserException(
                "<modelClass> '" + Printable.of(name)
                        + "' is not a known class; known are AutoModel, AutoBackbone, AutoModelFor… and classes such as CLIPModel or …For…, "
                        + "each with one of " + String.join(", ", heads)
                        + ", AutoPeftModel…, and what 'config.json' names: "
                        + Folder.shown(config.texts("architectures")),
                Advice.of("correct it"));
    }

    /** Whether the class generates text or sound, so that it reads {@code generation_config.json}. */
    boolean generates(ConfigFile config) {
        if (name == null || name.equals(AUTO_MODEL)) {
            // The name of a class that the repository's code defines does not show whether it generates.
            String type = config.text("model_type").orElse("");
            return KnownTypes.autoModelGenerates(type) || (config.has("auto_map") && !KnownTypes.knows(type));
        }
        return KnownTypes.modelClassGenerates(name)
                || name.endsWith("HeadModel")
                || name.endsWith("HeadsModel")
                || GENERATING_HEADS.stream().anyMatch(head -> name.endsWith("For" + head));
    }

    /** The class that loads the base model of an adapter with this task type, such as {@code CAUSAL_LM}. */
    ModelClass ofBase(String taskType) {
        if (name != null) {
            Matcher peft = PEFT.matcher(name);
            return peft.matches() ? new ModelClass(withoutPeft(peft)) : this;
        }
        return switch (taskType) {
            case "CAUSAL_LM" -> new ModelClass("AutoModelForCausalLM");
            case "SEQ_2_SEQ_LM" -> new ModelClass("AutoModelForSeq2SeqLM");
            case "SEQ_CLS" -> new ModelClass("AutoModelForSequenceClassification");
            case "TOKEN_CLS" -> new ModelClass("AutoModelForTokenClassification");
            case "QUESTION_ANS" -> new ModelClass("AutoModelForQuestionAnswering");
            default -> this;
        };
    }

    private static String withoutPeft(Matcher peft) {
        return AUTO_MODEL + (peft.group(1) == null ? "" : peft.group(1));
    }

    private static boolean isHead(String head) {
        return KnownTypes.heads().contains(head) || OTHER_HEADS.contains(head);
    }

    private static boolean endsInHead(String name) {
        return KnownTypes.heads().stream().anyMatch(head -> name.endsWith("For" + head))
                || OTHER_HEADS.stream().anyMatch(head -> name.endsWith("For" + head));
    }
}
