package dev.parley.planted.stray;

/** Breaks: its package is not in the table. */
final class Stray {}
