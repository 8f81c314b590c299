/** The event loops of the node, on which all its own sockets live. May use nothing of ours. */
@NullMarked
package dev.parley.loop;

import org.jspecify.annotations.NullMarked;
