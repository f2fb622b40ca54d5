/** The packaged services on the real PostgreSQL, Kafka and S3, from outside: what a user, a subscriber and an operator see. */
@NullMarked
package dev.burnish.pipeline;

import org.jspecify.annotations.NullMarked;
