/** Where the programs of the stack lie, and where a stack keeps its state and its secrets. */
@NullMarked
package dev.burnish.local.layout;

import org.jspecify.annotations.NullMarked;
