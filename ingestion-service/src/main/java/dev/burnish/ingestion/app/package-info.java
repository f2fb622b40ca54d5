/** What users and the pipeline can have done, one class for each. */
@NullMarked
package dev.burnish.ingestion.app;

import org.jspecify.annotations.NullMarked;
