/** Tests of this package against golden values and small models. */
@NullMarked
package dev.burnish.llm.lora;

import org.jspecify.annotations.NullMarked;
