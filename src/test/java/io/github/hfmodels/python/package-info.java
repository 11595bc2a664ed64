/** Python as a judge: tests run huggingface_hub itself and compare. */
@NullMarked
package io.github.hfmodels.python;

import org.jspecify.annotations.NullMarked;
