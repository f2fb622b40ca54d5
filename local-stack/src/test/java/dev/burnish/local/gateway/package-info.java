/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.local.gateway;

import org.jspecify.annotations.NullMarked;
