/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.formatting.config;

import org.jspecify.annotations.NullMarked;
