/** What evaluation hears from Kafka and tells it. */
@NullMarked
package dev.burnish.evaluation.messaging;

import org.jspecify.annotations.NullMarked;
