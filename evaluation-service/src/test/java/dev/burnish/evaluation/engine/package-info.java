/** Evaluation on the real engine with a small real model, and the whole service on real parts. */
@NullMarked
package dev.burnish.evaluation.engine;

import org.jspecify.annotations.NullMarked;
