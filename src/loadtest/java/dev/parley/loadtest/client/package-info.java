/**
 * A client as a good one behaves: it resumes, repeats what was not answered and comes back to any
 * node; and it writes down everything. Many fit into one JVM. Uses the JDK alone, nothing of the
 * service.
 */
@NullMarked
package dev.parley.loadtest.client;

import org.jspecify.annotations.NullMarked;
