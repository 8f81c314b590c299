package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where channels live.
 *
 * <p>Every method is atomic within its channel. Answers for one channel come in the order of the
 * calls, on any thread, and never block the caller. A store that is away answers with the refusal
 * {@code unavailable}; the outcome of an append is then unknown. Epoch and last number of a channel
 * outlive its messages by at least seven days without activity.
 */
public interface ChannelStore {

  /**
   * Appends the publications in their order, without another one between them, and keeps what the
   * retention says. Numbers grow by one, timestamps do not run backwards. One that repeats an
   * idempotency key within the window is not appended again; its answer names the first.
   */
  CompletionStage<List<Appended>> append(
      ChannelName channel, Retention retention, List<Publication> publications);

  /**
   * Notes that {@code node} wants what is appended from now on, and says where a subscription that
   * begins at {@code since} stands. Nothing but that interest is written, so that a channel nobody
   * publishes to leaves nothing behind.
   */
  CompletionStage<Joined> join(ChannelName channel, Retention retention, String node, Since since);

  /** Takes back the interest of {@code node}. */
  CompletionStage<Void> leave(ChannelName channel, String node);

  /** The oldest {@code limit} retained messages after {@code number}. */
  CompletionStage<Page> readAfter(ChannelName channel, Retention retention, long number, int limit);

  /**
   * The newest {@code limit} retained messages before {@code id}, or of all where there is none. An
   * id that the channel cannot know has nothing before it.
   */
  CompletionStage<Page> readBefore(
      ChannelName channel, Retention retention, Optional<MessageId> id, int limit);
}
