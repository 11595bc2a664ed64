/**
 * The Hugging Face Hub, and servers that speak its protocol: its addresses, its ways to list and to download
 * files, and the meaning of its errors; and folders that have files at those addresses. Only the sources and the endpoint are public.
 */
@NullMarked
package io.github.hfmodels.source.hub;

import org.jspecify.annotations.NullMarked;
