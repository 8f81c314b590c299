/**
 * The fast door: nothing but WebSocket, on Netty's event loops. Behind it the road is the same as
 * behind the other door. May use {@code endpoint}, {@code identity}, {@code limit}, {@code loop},
 * {@code session} and {@code protocol}.
 */
@NullMarked
package dev.parley.fastdoor;

import org.jspecify.annotations.NullMarked;
