/** Training of a byte-level BPE tokenizer and its file in Hugging Face's format. */
@NullMarked
package dev.burnish.examples.tokenizer;

import org.jspecify.annotations.NullMarked;
