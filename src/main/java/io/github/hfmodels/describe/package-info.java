/**
 * Models with all that is known of them: commit, files with hashes, licence, card and security scan. For policies, bills of materials and
 * reports.
 */
@NullMarked
package io.github.hfmodels.describe;

import org.jspecify.annotations.NullMarked;
