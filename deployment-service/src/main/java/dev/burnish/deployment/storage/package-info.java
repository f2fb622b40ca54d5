/** What lies on the local disk: adapters from object storage, and the base models. */
@NullMarked
package dev.burnish.deployment.storage;

import org.jspecify.annotations.NullMarked;
