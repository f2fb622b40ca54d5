/** Tests of the commands. */
@NullMarked
package dev.burnish.local;

import org.jspecify.annotations.NullMarked;
