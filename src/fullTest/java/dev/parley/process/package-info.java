/** The real parts that tests start: programs in folders and on ports of their own. */
@NullMarked
package dev.parley.process;

import org.jspecify.annotations.NullMarked;
