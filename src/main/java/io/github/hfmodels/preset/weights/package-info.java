/** The rules of the presets for file formats that several runtimes read: {@code gguf} and {@code safetensors}. */
@NullMarked
package io.github.hfmodels.preset.weights;

import org.jspecify.annotations.NullMarked;
