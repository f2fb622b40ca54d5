/** Losses and answers on libtorch, through llm-core. */
@NullMarked
package dev.burnish.evaluation.engine;

import org.jspecify.annotations.NullMarked;
