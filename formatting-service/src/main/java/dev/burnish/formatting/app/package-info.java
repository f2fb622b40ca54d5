/** The use case of this service, and the ports that it needs. */
@NullMarked
package dev.burnish.formatting.app;

import org.jspecify.annotations.NullMarked;
