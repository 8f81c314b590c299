/**
 * Who is kept out, on every node of the cluster. May use {@code identity}, {@code order} (nodes are
 * told of new revocations), {@code redis}, {@code session} and {@code protocol}.
 */
@NullMarked
package dev.parley.revocation;

import org.jspecify.annotations.NullMarked;
