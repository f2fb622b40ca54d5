/** The parts that stand in for a data centre's: PostgreSQL, Kafka and S3-compatible storage. */
@NullMarked
package dev.burnish.local.parts;

import org.jspecify.annotations.NullMarked;
