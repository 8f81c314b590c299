package dev.parley.planted.store;

import dev.parley.planted.channel.Innocent;

/** Breaks nothing: a store may use the core. */
record KeepsTheCore(Innocent channel) {}
