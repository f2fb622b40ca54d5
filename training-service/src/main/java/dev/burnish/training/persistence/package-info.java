/** The rows of runs, and the claim table that workers take them from. */
@NullMarked
package dev.burnish.training.persistence;

import org.jspecify.annotations.NullMarked;
