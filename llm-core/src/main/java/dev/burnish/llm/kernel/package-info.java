/** The model's mathematics as TorchScript text, and the one type that calls it. */
@NullMarked
package dev.burnish.llm.kernel;

import org.jspecify.annotations.NullMarked;
