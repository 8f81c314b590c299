package dev.parley.planted.endpoint;

import dev.parley.planted.Root;

/** Breaks: the root package wires the others, never the other way round. */
record KnowsTheRoot(Root root) {}
