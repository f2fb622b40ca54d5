/** Things too big for an event or a row, in S3-compatible object storage, verified by size and SHA-256. */
@NullMarked
package dev.burnish.kit.storage;

import org.jspecify.annotations.NullMarked;
