/** The rules of evaluation, without a framework. */
@NullMarked
package dev.burnish.evaluation.persistence;

import org.jspecify.annotations.NullMarked;
