/** The S3-compatible object storage of the local stack: S3Proxy over a folder. */
@NullMarked
package dev.burnish.local.storage;

import org.jspecify.annotations.NullMarked;
