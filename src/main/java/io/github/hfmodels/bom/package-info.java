/** Bills of materials: what models a project uses, as CycloneDX has it. */
@NullMarked
package io.github.hfmodels.bom;

import org.jspecify.annotations.NullMarked;
