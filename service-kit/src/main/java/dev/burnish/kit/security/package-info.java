/** API keys: who calls, for which tenant, what he may do, and how often. */
@NullMarked
package dev.burnish.kit.security;

import org.jspecify.annotations.NullMarked;
