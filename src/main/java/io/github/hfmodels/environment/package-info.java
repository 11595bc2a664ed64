/**
 * The environment variables and files by which huggingface_hub is configured, read as it reads them: where the cache is,
 * which endpoint, which token, whether offline. Called by the mojos; knows nothing of Maven or of HTTP.
 */
@NullMarked
package io.github.hfmodels.environment;

import org.jspecify.annotations.NullMarked;
