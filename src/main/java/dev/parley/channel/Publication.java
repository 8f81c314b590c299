package dev.parley.channel;

import dev.parley.protocol.Tail;
import java.util.Optional;

/**
 * What somebody wants to publish.
 *
 * @param idempotencyKey a publication with the same key in the same channel, within the window, is
 *     the same publication; it includes the sender, so that nobody can meet another's keys
 */
public record Publication(Tail tail, Optional<String> idempotencyKey) {}
