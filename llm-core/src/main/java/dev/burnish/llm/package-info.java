/** The engine thread that everything native runs on, and the precision it computes in. */
@NullMarked
package dev.burnish.llm;

import org.jspecify.annotations.NullMarked;
