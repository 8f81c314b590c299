package dev.parley.planted.endpoint;

/** Breaks nothing; the store uses it and must not. */
public final class Door {}
