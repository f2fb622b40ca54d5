/** What this service tells the pipeline, and what it hears from it. */
@NullMarked
package dev.burnish.ingestion.messaging;

import org.jspecify.annotations.NullMarked;
