/** What training hears from Kafka and tells it. */
@NullMarked
package dev.burnish.training.messaging;

import org.jspecify.annotations.NullMarked;
