/** The {@code burnish} command and its sub-commands. */
@NullMarked
package dev.burnish.local;

import org.jspecify.annotations.NullMarked;
