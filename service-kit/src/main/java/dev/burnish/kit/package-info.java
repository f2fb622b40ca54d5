/** What all services are made with; no word of fine-tuning is known here. */
@NullMarked
package dev.burnish.kit;

import org.jspecify.annotations.NullMarked;
