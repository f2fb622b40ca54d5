/** Events leave a service here: written with the change that they tell of, published after its commit, in order per subject. */
@NullMarked
package dev.burnish.kit.outbox;

import org.jspecify.annotations.NullMarked;
