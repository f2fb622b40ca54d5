/** Tests of the package of the same name. */
@NullMarked
package dev.burnish.formatting.jsonl;

import org.jspecify.annotations.NullMarked;
