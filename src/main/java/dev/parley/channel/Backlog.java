package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Since;
import java.util.concurrent.CompletionStage;

/**
 * What lies before the live end of a channel. For a channel of the configuration that is its log;
 * for a presence feed it is one message, the newest snapshot.
 */
public interface Backlog {

  /** As {@link ChannelStore#join}. */
  CompletionStage<Joined> join(ChannelName channel, String node, Since since);

  /** As {@link ChannelStore#leave}. */
  CompletionStage<Void> leave(ChannelName channel, String node);

  /** As {@link ChannelStore#readAfter}. */
  CompletionStage<Page> readAfter(ChannelName channel, long number, int limit);

  /** Whether a message that is missing can be read here, so that it is worth waiting for. */
  boolean repairs(ChannelName channel);

  /** Whether a subscriber should be told that messages are missing. */
  boolean marksGaps();
}
