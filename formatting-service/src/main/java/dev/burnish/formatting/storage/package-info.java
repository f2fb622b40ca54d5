/** Files of training rows in OpenAI's JSONL formats. */
@NullMarked
package dev.burnish.formatting.storage;

import org.jspecify.annotations.NullMarked;
