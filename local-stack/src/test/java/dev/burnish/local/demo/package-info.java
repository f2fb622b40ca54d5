/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.local.demo;

import org.jspecify.annotations.NullMarked;
