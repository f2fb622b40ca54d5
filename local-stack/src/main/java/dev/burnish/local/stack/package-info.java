/** The stack as a whole: where things lie, what runs, how it comes up and goes down. */
@NullMarked
package dev.burnish.local.stack;

import org.jspecify.annotations.NullMarked;
