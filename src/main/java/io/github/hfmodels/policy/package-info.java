/**
 * The rules that a company or a project has for models, and what breaks them. Goals read the rules from the configuration and check
 * planned models by them, before these are downloaded.
 */
@NullMarked
package io.github.hfmodels.policy;

import org.jspecify.annotations.NullMarked;
