/** The base models that an operator has placed in a folder. */
@NullMarked
package dev.burnish.kit.models;

import org.jspecify.annotations.NullMarked;
