/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.formatting.rest;

import org.jspecify.annotations.NullMarked;
