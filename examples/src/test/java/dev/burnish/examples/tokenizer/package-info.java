/** Tests of this package. */
@NullMarked
package dev.burnish.examples.tokenizer;

import org.jspecify.annotations.NullMarked;
