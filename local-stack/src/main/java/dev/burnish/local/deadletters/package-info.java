/** Records that a service could not handle: what they are, and back to where they came from. */
@NullMarked
package dev.burnish.local.deadletters;

import org.jspecify.annotations.NullMarked;
