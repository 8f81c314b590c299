/**
 * The image, made and started in a folder as its Dockerfile says, and the composition around it.
 */
@NullMarked
package dev.parley.docker;

import org.jspecify.annotations.NullMarked;
