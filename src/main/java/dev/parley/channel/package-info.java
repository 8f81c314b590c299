/**
 * The core: channels as ordered, bounded logs with a live end; who listens to them here, and in
 * which order they are told. Pure Java: no Spring, no sockets. May use {@code protocol}.
 */
@NullMarked
package dev.parley.channel;

import org.jspecify.annotations.NullMarked;
