/** Tests of queue, sequences and stop filter. */
@NullMarked
package dev.burnish.deployment.domain;

import org.jspecify.annotations.NullMarked;
