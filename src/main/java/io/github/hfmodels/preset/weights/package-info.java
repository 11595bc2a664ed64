/**
 * Which weights are chosen where a file is all that a runtime needs of them: GGUF and safetensors. Called by the presets' entrance.
 */
@NullMarked
package io.github.hfmodels.preset.weights;

import org.jspecify.annotations.NullMarked;
