/** Training on libtorch, through llm-core. */
@NullMarked
package dev.burnish.training.engine;

import org.jspecify.annotations.NullMarked;
