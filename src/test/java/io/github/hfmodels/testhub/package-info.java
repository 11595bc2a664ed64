/**
 * A Hub of our own for tests: a real HTTP/1.1 server on the loopback interface that answers like the Hugging Face Hub,
 * with a content network beside it, a log of every request and faults on demand. {@link
 * io.github.hfmodels.testhub.TestHub} is the way in. It is the oracle the product is measured against, so it uses
 * nothing but the JDK and none of the product's classes.
 */
@NullMarked
package io.github.hfmodels.testhub;

import org.jspecify.annotations.NullMarked;
