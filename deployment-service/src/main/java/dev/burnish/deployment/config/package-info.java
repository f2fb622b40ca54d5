/** Settings of this service and the objects built from them. */
@NullMarked
package dev.burnish.deployment.config;

import org.jspecify.annotations.NullMarked;
