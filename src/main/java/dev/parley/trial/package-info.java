/**
 * A client that tries a running service out, as {@code helm test} and the making of the image do.
 * It knows the service by its wire alone, so it uses no other package of ours.
 */
@NullMarked
package dev.parley.trial;

import org.jspecify.annotations.NullMarked;
