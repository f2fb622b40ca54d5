/** The rows of evaluations, and the claim table that workers take them from. */
@NullMarked
package dev.burnish.evaluation.persistence;

import org.jspecify.annotations.NullMarked;
