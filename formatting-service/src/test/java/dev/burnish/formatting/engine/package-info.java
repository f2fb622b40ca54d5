/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.formatting.engine;

import org.jspecify.annotations.NullMarked;
