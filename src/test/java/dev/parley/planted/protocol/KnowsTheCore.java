package dev.parley.planted.protocol;

import dev.parley.planted.channel.Innocent;

/** Breaks: the protocol uses nothing of ours. */
record KnowsTheCore(Innocent channel) {}
