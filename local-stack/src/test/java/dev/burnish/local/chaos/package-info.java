/** Tests of the judge: it must see what it is there to see. */
@NullMarked
package dev.burnish.local.chaos;

import org.jspecify.annotations.NullMarked;
