/** Tests of the use cases with hand-written fakes. */
@NullMarked
package dev.burnish.deployment.app;

import org.jspecify.annotations.NullMarked;
