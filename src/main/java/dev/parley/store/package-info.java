/**
 * Where channels live. May use {@code channel}, {@code cluster}, {@code redis} and {@code
 * protocol}.
 */
@NullMarked
package dev.parley.store;

import org.jspecify.annotations.NullMarked;
