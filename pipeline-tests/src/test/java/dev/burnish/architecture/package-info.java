/** The walls of the house: which code may know which, held for every module, and proved on code that breaks them. */
@NullMarked
package dev.burnish.architecture;

import org.jspecify.annotations.NullMarked;
