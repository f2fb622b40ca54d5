/** The API of a stack that is up, as its commands call it. */
@NullMarked
package dev.burnish.local.api;

import org.jspecify.annotations.NullMarked;
