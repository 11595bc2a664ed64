/**
 * The Hugging Face Hub, and servers that speak its protocol: addresses, JSON, and what its errors mean. The only package that
 * knows Jackson. Made by the goals, called through the interface of sources.
 */
@NullMarked
package io.github.hfmodels.source.hub;

import org.jspecify.annotations.NullMarked;
