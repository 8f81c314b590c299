/**
 * How much one client, one address and all of them may ask of a node: connections and handshakes,
 * messages and bytes, new channels.
 */
@NullMarked
package dev.parley.limit;

import org.jspecify.annotations.NullMarked;
