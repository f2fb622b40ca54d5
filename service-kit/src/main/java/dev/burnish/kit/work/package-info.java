/** Work that lasts longer than an event's handler: claimed under a lease, fenced, taken over when its worker dies. */
@NullMarked
package dev.burnish.kit.work;

import org.jspecify.annotations.NullMarked;
