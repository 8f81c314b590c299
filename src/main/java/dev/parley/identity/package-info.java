/**
 * Who is speaking: a token becomes a user with grants, until it expires or is revoked. May use
 * {@code protocol}.
 */
@NullMarked
package dev.parley.identity;

import org.jspecify.annotations.NullMarked;
