/** Generation of text, token by token. */
@NullMarked
package dev.burnish.llm.generation;

import org.jspecify.annotations.NullMarked;
