/** Models that answer requests, the sequences that wait for their turn, and what a sequence's text may hold. */
@NullMarked
package dev.burnish.deployment.domain;

import org.jspecify.annotations.NullMarked;
