/** Tests of the engine and what tests share. */
@NullMarked
package dev.burnish.llm;

import org.jspecify.annotations.NullMarked;
