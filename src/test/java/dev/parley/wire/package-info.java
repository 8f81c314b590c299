/** Parley as clients see it, on real sockets. */
@NullMarked
package dev.parley.wire;

import org.jspecify.annotations.NullMarked;
