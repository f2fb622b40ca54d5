/** The use cases: deploy an evaluated adapter, complete a prompt, list, find and delete models. */
@NullMarked
package dev.burnish.deployment.app;

import org.jspecify.annotations.NullMarked;
