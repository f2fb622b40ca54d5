/** Tests of this package. */
@NullMarked
package dev.burnish.examples.pretraining;

import org.jspecify.annotations.NullMarked;
