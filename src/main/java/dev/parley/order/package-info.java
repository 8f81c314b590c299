/**
 * What every node of the cluster is told to do, whichever was asked. May use {@code channel}
 * (orders are messages of a channel), {@code identity} and {@code protocol}.
 */
@NullMarked
package dev.parley.order;

import org.jspecify.annotations.NullMarked;
