/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.formatting.app;

import org.jspecify.annotations.NullMarked;
