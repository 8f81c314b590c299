/**
 * One page to try the service with, and tokens for whoever asks; only in the profile {@code demo}.
 * May use {@code identity} and {@code protocol}.
 */
@NullMarked
package dev.parley.demo;

import org.jspecify.annotations.NullMarked;
