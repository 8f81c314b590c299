package dev.parley.planted;

/** Stands for the root package, which nobody may use. */
public final class Root {}
