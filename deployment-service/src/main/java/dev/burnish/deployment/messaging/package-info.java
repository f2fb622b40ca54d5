/** Listeners of the events that deployment follows. */
@NullMarked
package dev.burnish.deployment.messaging;

import org.jspecify.annotations.NullMarked;
