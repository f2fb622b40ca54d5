/** What the tests against the running service share. */
@NullMarked
package dev.burnish.ingestion.testing;

import org.jspecify.annotations.NullMarked;
