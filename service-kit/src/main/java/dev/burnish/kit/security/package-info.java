/** API keys: who calls, and for which tenant. */
@NullMarked
package dev.burnish.kit.security;

import org.jspecify.annotations.NullMarked;
