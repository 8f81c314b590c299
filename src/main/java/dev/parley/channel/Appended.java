package dev.parley.channel;

import dev.parley.protocol.MessageId;
import java.util.Optional;
import java.util.Set;

/**
 * The store's answer to a publication: it is in the log, now or since its first time.
 *
 * @param entry what the log holds under that id; empty where a repeated publication is no longer
 *     retained
 * @param repeated whether it was in the log before, under the same key
 * @param nodes the nodes on which somebody listens to the channel, and which the store has not told
 *     of it by itself
 */
public record Appended(MessageId id, Optional<Entry> entry, boolean repeated, Set<String> nodes) {}
