/** The use case of this service. */
@NullMarked
package dev.burnish.formatting.app;

import org.jspecify.annotations.NullMarked;
