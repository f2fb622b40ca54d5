/** What the operator has set. */
@NullMarked
package dev.burnish.formatting.config;

import org.jspecify.annotations.NullMarked;
