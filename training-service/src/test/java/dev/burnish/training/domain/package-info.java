/** The rules of training, without a framework. */
@NullMarked
package dev.burnish.training.domain;

import org.jspecify.annotations.NullMarked;
