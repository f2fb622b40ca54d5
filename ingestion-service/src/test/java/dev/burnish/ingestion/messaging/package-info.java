/** Tells the running service about jobs through Kafka, as the other services do. */
@NullMarked
package dev.burnish.ingestion.messaging;

import org.jspecify.annotations.NullMarked;
