/**
 * A cluster of real processes that is hurt on purpose while clients write down what they see. The
 * clients and the check of what they wrote are those of the load test.
 */
@NullMarked
package dev.parley.cluster.chaos;

import org.jspecify.annotations.NullMarked;
