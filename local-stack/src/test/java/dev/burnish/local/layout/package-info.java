/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.local.layout;

import org.jspecify.annotations.NullMarked;
