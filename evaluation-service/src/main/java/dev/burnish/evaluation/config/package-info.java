/** The settings of evaluation. */
@NullMarked
package dev.burnish.evaluation.config;

import org.jspecify.annotations.NullMarked;
