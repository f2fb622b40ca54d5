/** LoRA adapters and their PEFT directory layout. */
@NullMarked
package dev.burnish.llm.lora;

import org.jspecify.annotations.NullMarked;
