/**
 * What a backend can ask over HTTP, below {@code /api/v1}; who may is decided before a request
 * comes here. May use {@code channel}, {@code identity}, {@code order}, {@code presence}, {@code
 * revocation}, {@code session} and {@code protocol}.
 */
@NullMarked
package dev.parley.api;

import org.jspecify.annotations.NullMarked;
