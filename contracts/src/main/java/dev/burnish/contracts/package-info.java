/** The published language: what Burnish's services tell each other, and other systems, over Kafka. */
@NullMarked
package dev.burnish.contracts;

import org.jspecify.annotations.NullMarked;
