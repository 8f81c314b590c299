/**
 * What a client can see: names of channels and destinations, message ids, refusal codes, and STOMP
 * frames as bytes. Uses nothing of ours and no Spring beans.
 */
@NullMarked
package dev.parley.protocol;

import org.jspecify.annotations.NullMarked;
