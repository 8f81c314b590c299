/**
 * Real Redis servers as child processes; they end with the test, and at the latest with its JVM.
 */
@NullMarked
package dev.parley.redis.kit;

import org.jspecify.annotations.NullMarked;
