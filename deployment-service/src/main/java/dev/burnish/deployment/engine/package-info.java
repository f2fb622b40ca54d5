/** Generation through llm-core, on its one engine thread. */
@NullMarked
package dev.burnish.deployment.engine;

import org.jspecify.annotations.NullMarked;
