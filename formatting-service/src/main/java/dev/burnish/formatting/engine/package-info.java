/** Base models as readers of examples. */
@NullMarked
package dev.burnish.formatting.engine;

import org.jspecify.annotations.NullMarked;
