/** What the Helm chart renders and what it refuses, by Helm itself. */
@NullMarked
package dev.parley.helm;

import org.jspecify.annotations.NullMarked;
