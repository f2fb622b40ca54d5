/** Where files' bytes and base models lie. */
@NullMarked
package dev.burnish.ingestion.storage;

import org.jspecify.annotations.NullMarked;
