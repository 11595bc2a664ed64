/**
 * The rules of the preset {@code onnx}: which graphs are chosen, and the files that they need, which are their tensors in other files,
 * configurations and tokenizers. Reads the few messages of the ONNX format that name other files.
 */
@NullMarked
package io.github.hfmodels.preset.onnx;

import org.jspecify.annotations.NullMarked;
