/** Pre-training of the small base model. */
@NullMarked
package dev.burnish.examples.pretraining;

import org.jspecify.annotations.NullMarked;
