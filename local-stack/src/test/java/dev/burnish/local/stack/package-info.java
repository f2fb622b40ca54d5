/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.local.stack;

import org.jspecify.annotations.NullMarked;
