/** The report on a job's files: what is wrong with them, what the model will see, and what training will take. */
@NullMarked
package dev.burnish.formatting.report;

import org.jspecify.annotations.NullMarked;
