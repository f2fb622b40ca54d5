/** What the report finds, and what it does not. */
@NullMarked
package dev.burnish.formatting.report;

import org.jspecify.annotations.NullMarked;
