/**
 * Load and truth: many clients against any service, with a check of all that they saw. Neither
 * Spring nor anything of the service is used here, so that it cannot share their faults.
 */
@NullMarked
package dev.parley.loadtest;

import org.jspecify.annotations.NullMarked;
