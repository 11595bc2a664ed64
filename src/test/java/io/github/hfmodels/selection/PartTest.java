package io.github.hfmodels.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PartTest {

    @Test
    void partsOfTheSameOptions_areEqual() {
        var one = new Part.ByPreset(new PresetOptions(Preset.TRANSFORMERS, "fp16", "AutoModel", null, true));
        var same = new Part.ByPreset(new PresetOptions(Preset.TRANSFORMERS, "fp16", "AutoModel", null, true));
        var other = new Part.ByPreset(new PresetOptions(Preset.TRANSFORMERS, "fp16", null, "AutoModel", true));

        assertThat(one).isEqualTo(same).isNotEqualTo(other);
        assertThat(one.description()).isEqualTo(same.description()).isNotEqualTo(other.description());
    }

    @Test
    void codeOfTheSameModules_isEqual_howeverItIsNamed() {
        var one = new Part.Code(List.of("b", "a", "b"));
        var same = new Part.Code(List.of("a", "b"));

        assertThat(one).isEqualTo(same);
        assertThat(one.description()).isEqualTo(same.description()).isEqualTo("code [a, b]");
    }
}
