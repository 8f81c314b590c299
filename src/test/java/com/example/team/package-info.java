/** Handlers as a team writes them that builds on Parley, with nothing of Parley's but its user. */
@NullMarked
package com.example.team;

import org.jspecify.annotations.NullMarked;
