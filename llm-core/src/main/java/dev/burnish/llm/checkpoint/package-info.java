/** Reading and writing of weights in the safetensors format, within bounds. */
@NullMarked
package dev.burnish.llm.checkpoint;

import org.jspecify.annotations.NullMarked;
