/** Tests of the adapters on the disk. */
@NullMarked
package dev.burnish.deployment.storage;

import org.jspecify.annotations.NullMarked;
