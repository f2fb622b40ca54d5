/** Events enter a service here: each takes effect once, however often it is delivered. */
@NullMarked
package dev.burnish.kit.inbox;

import org.jspecify.annotations.NullMarked;
