/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.formatting.messaging;

import org.jspecify.annotations.NullMarked;
