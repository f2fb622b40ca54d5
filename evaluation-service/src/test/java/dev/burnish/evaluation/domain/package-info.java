/** The rules of evaluation, without a framework. */
@NullMarked
package dev.burnish.evaluation.domain;

import org.jspecify.annotations.NullMarked;
