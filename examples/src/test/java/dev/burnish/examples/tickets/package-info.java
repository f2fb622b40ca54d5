/** Tests of this package. */
@NullMarked
package dev.burnish.examples.tickets;

import org.jspecify.annotations.NullMarked;
