/** Training of adapters and of whole models, and the loss of either on held-out examples. */
@NullMarked
package dev.burnish.llm.training;

import org.jspecify.annotations.NullMarked;
