/** What the tests of all services use: the real parts, Kafka topics to write and read, and a store in memory. */
@NullMarked
package dev.burnish.kit.testing;

import org.jspecify.annotations.NullMarked;
