/**
 * The rules of Transformers and of the libraries that load models with it: Sentence Transformers, Diffusers, PEFT. They take what the
 * libraries' {@code from_pretrained} methods open.
 */
@NullMarked
package io.github.hfmodels.preset.transformers;

import org.jspecify.annotations.NullMarked;
