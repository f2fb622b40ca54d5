/** The service's own tables. */
@NullMarked
package dev.burnish.formatting.persistence;

import org.jspecify.annotations.NullMarked;
