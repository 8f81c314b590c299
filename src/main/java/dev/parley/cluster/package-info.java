/**
 * This node among the others: its lease, the names it has had, and what a dead one left behind. May
 * use {@code redis} and {@code protocol}.
 */
@NullMarked
package dev.parley.cluster;

import org.jspecify.annotations.NullMarked;
