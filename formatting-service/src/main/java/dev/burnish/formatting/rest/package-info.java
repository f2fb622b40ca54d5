/** The API's reports. */
@NullMarked
package dev.burnish.formatting.rest;

import org.jspecify.annotations.NullMarked;
