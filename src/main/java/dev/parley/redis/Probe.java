package dev.parley.redis;

import java.util.List;

/**
 * One run of a script that shows whether it can be run, on a key that means nothing to anybody.
 *
 * @param keys as the script wants them
 * @param args without the identity
 */
public record Probe(Script script, List<byte[]> keys, List<byte[]> args) {}
