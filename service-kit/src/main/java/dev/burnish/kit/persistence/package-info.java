/** Plain SQL for the few statements of outbox, inbox and work. */
@NullMarked
package dev.burnish.kit.persistence;

import org.jspecify.annotations.NullMarked;
