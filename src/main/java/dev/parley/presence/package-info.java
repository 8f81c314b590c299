/**
 * Who is where: the members of channels, their joins and leaves, and which users are online. May
 * use {@code channel}, {@code cluster}, {@code identity}, {@code redis} and {@code protocol}.
 */
@NullMarked
package dev.parley.presence;

import org.jspecify.annotations.NullMarked;
