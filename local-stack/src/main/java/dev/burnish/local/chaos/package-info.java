/** Kills the services of a stack again and again while jobs run, and looks for anything that was lost or done twice. */
@NullMarked
package dev.burnish.local.chaos;

import org.jspecify.annotations.NullMarked;
