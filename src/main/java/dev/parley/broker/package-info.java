/**
 * How bytes reach the nodes that want them. May use {@code channel}, {@code loop}, {@code redis}
 * and {@code protocol}.
 */
@NullMarked
package dev.parley.broker;

import org.jspecify.annotations.NullMarked;
