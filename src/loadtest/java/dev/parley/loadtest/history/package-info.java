/**
 * What clients saw, and whether it is what Parley promises: they write down what they sent, what
 * was answered and what reached them; the checker reads it when all is over. Uses the JDK alone.
 */
@NullMarked
package dev.parley.loadtest.history;

import org.jspecify.annotations.NullMarked;
