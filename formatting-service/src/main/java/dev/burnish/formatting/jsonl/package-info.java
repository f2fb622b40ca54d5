/** Files of training rows in OpenAI's JSONL formats. */
@NullMarked
package dev.burnish.formatting.jsonl;

import org.jspecify.annotations.NullMarked;
