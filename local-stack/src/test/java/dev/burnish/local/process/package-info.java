/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.local.process;

import org.jspecify.annotations.NullMarked;
