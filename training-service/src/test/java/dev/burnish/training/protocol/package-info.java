/** Everything that can come of a few jobs, workers and faults, explored through the use cases that run in production. */
@NullMarked
package dev.burnish.training.protocol;

import org.jspecify.annotations.NullMarked;
