package dev.parley.planted.channel;

/** Breaks nothing; the others use it. */
public final class Innocent {}
