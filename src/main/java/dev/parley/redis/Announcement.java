package dev.parley.redis;

/**
 * What a script needs to tell other nodes of a message by itself, in the step that numbers it.
 *
 * @param channels what the pub/sub channel of a node begins with; its address follows
 * @param head what every envelope begins with
 * @param largest bytes of an envelope
 */
public record Announcement(String channels, byte[] head, int largest) {}
