/** What this service is told, and what it tells. */
@NullMarked
package dev.burnish.formatting.messaging;

import org.jspecify.annotations.NullMarked;
