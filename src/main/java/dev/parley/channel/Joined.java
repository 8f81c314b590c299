package dev.parley.channel;

import dev.parley.protocol.MessageId;

/**
 * Where a new subscription stands.
 *
 * @param end the end of the channel at that moment; {@code {epoch}-0} if nothing was ever published
 * @param after the number after which the subscription begins; what lies between it and the end is
 *     replayed
 * @param recovered whether nothing is missing between the place that was asked for and {@code
 *     after}; also true where no place was asked for
 */
public record Joined(MessageId end, long after, boolean recovered) {}
