/** Holds use cases to their rules, with hand-written fakes at the ports. */
@NullMarked
package dev.burnish.ingestion.app;

import org.jspecify.annotations.NullMarked;
