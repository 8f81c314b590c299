/** Where channels live. May use {@code channel} and {@code protocol}. */
@NullMarked
package dev.parley.store;

import org.jspecify.annotations.NullMarked;
