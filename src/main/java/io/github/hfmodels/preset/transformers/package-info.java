/**
 * The rules of Transformers and of the libraries that load models with it: Sentence Transformers, Diffusers, PEFT. They take the
 * weights that the libraries' {@code from_pretrained} methods load, and all files that are not bulk.
 */
@NullMarked
package io.github.hfmodels.preset.transformers;

import org.jspecify.annotations.NullMarked;
