/** Tests of tokenizer, chat template and encoding against a small real tokenizer. */
@NullMarked
package dev.burnish.llm.text;

import org.jspecify.annotations.NullMarked;
