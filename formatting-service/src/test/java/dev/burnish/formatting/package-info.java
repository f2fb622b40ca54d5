/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.formatting;

import org.jspecify.annotations.NullMarked;
