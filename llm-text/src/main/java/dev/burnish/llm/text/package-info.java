/** Chat examples, a base model's tokenizer and chat template, and the encoding of examples into tokens with a mask of what is learned. */
@NullMarked
package dev.burnish.llm.text;

import org.jspecify.annotations.NullMarked;
