/** A team's parts that take their time, which nobody else is to notice. */
@NullMarked
package com.example.slow;

import org.jspecify.annotations.NullMarked;
