/** Requests that are answered by the providers of hosted models. */
@NullMarked
package dev.burnish.deployment.hosted;

import org.jspecify.annotations.NullMarked;
