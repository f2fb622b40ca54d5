/** Tests of this package. */
@NullMarked
package dev.burnish.examples.corpus;

import org.jspecify.annotations.NullMarked;
