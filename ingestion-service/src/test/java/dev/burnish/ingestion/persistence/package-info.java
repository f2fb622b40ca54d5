/** Holds the tables to what they promise beside the code. */
@NullMarked
package dev.burnish.ingestion.persistence;

import org.jspecify.annotations.NullMarked;
