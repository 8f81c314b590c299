/**
 * The sockets of this node: which there are, what waits to be written to each, and how each ends.
 * May use {@code channel} (whose lanes it provides), {@code identity} and {@code protocol}.
 */
@NullMarked
package dev.parley.session;

import org.jspecify.annotations.NullMarked;
