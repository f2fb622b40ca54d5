/** The table of deployed models. */
@NullMarked
package dev.burnish.deployment.persistence;

import org.jspecify.annotations.NullMarked;
