/** What hostile clients might write, and how to try very much of it. Knows nothing of ours. */
@NullMarked
package dev.parley.fuzz;

import org.jspecify.annotations.NullMarked;
