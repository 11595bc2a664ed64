/**
 * The rules of Transformers and of the libraries that load through it: Sentence Transformers, Diffusers, PEFT. They follow what
 * the libraries' {@code from_pretrained} methods open. Called by the entrance of the presets.
 */
@NullMarked
package io.github.hfmodels.preset.transformers;

import org.jspecify.annotations.NullMarked;
