/**
 * Who is where: the members of channels, their joins and leaves, and which users are online. May
 * use {@code channel}, {@code identity} and {@code protocol}.
 */
@NullMarked
package dev.parley.presence;

import org.jspecify.annotations.NullMarked;
