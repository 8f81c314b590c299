package dev.parley.planted.store;

import dev.parley.planted.endpoint.Door;

/** Breaks: a store must not know how a frame came in. */
record KnowsTheDoor(Door door) {}
