/** Puts the parts together: the application and the road of a message. May use every package. */
@NullMarked
package dev.parley;

import org.jspecify.annotations.NullMarked;
