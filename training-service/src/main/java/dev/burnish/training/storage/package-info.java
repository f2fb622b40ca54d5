/** What becomes of objects in storage that nothing needs any more. */
@NullMarked
package dev.burnish.training.storage;

import org.jspecify.annotations.NullMarked;
