/**
 * The way to Redis: one pipelined connection, scripts as files, keys under one prefix, and the
 * identity of the primary that answers. May use {@code protocol}.
 */
@NullMarked
package dev.parley.redis;

import org.jspecify.annotations.NullMarked;
