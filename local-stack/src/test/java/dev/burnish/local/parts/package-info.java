/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.local.parts;

import org.jspecify.annotations.NullMarked;
