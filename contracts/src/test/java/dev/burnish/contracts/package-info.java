/** Holds the contract to its samples. */
@NullMarked
package dev.burnish.contracts;

import org.jspecify.annotations.NullMarked;
