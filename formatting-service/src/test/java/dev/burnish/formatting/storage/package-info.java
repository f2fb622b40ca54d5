/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.formatting.storage;

import org.jspecify.annotations.NullMarked;
