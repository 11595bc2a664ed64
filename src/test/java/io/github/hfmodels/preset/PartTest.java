package io.github.hfmodels.preset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartTest {

    @Test
    void partsOfTheSameOptions_areEqual() {
        var one = new Part.Chosen(new PresetOptions(Preset.TRANSFORMERS, "fp16", "AutoModel", null, true));
        var same = new Part.Chosen(new PresetOptions(Preset.TRANSFORMERS, "fp16", "AutoModel", null, true));
        var other = new Part.Chosen(new PresetOptions(Preset.TRANSFORMERS, "fp16", null, "AutoModel", true));

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
