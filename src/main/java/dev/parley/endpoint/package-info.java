/**
 * How a socket opens and a frame enters: the doors, the interceptors, what each frame does,
 * refusals on the wire, and how clients are sent away in the end. May use every other package but
 * {@code api} and {@code demo}.
 */
@NullMarked
package dev.parley.endpoint;

import org.jspecify.annotations.NullMarked;
