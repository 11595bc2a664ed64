/**
 * Which graphs are chosen, and what they need: the files with their tensors, as they name them themselves, configurations and
 * tokenizers. Reads the few messages of the ONNX format that lead there; called by the presets' entrance.
 */
@NullMarked
package io.github.hfmodels.preset.onnx;

import org.jspecify.annotations.NullMarked;
