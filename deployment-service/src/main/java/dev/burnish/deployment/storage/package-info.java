/** Adapters from object storage, kept on the local disk. */
@NullMarked
package dev.burnish.deployment.storage;

import org.jspecify.annotations.NullMarked;
