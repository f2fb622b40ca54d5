/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.formatting.domain;

import org.jspecify.annotations.NullMarked;
