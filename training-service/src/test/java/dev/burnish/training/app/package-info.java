/** The use cases of training, with fakes at the ports. */
@NullMarked
package dev.burnish.training.app;

import org.jspecify.annotations.NullMarked;
