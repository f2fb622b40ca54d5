/** One address for the whole API: forwards every request to the service that answers it. */
@NullMarked
package dev.burnish.local.gateway;

import org.jspecify.annotations.NullMarked;
