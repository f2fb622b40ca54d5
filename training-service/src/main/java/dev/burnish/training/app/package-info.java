/** The use cases of training: queue a run, cancel it, train it. */
@NullMarked
package dev.burnish.training.app;

import org.jspecify.annotations.NullMarked;
