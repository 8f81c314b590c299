package dev.parley.endpoint;

import dev.parley.channel.Appended;
import dev.parley.channel.Channels;
import dev.parley.channel.Publication;
import dev.parley.limit.NewChannels;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Refusal;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Lets clients publish, each only so many channels that were not there before. */
final class Publishing {

  private final Channels channels;
  private final NewChannels newChannels;
  private final Metrics metrics;

  Publishing(Channels channels, NewChannels newChannels, Metrics metrics) {
    this.channels = channels;
    this.newChannels = newChannels;
    this.metrics = metrics;
  }

  /**
   * Publishes what the frame says that is being handled.
   *
   * @throws Refusal {@code rate-limited} where the channel may be one too many
   */
  CompletionStage<List<Appended>> publish(
      Conversation conversation, ChannelName channel, List<Publication> publications) {
    long read = conversation.readAt();
    return within(conversation, channel, publications)
        .whenComplete(
            (answers, failure) -> {
              if (failure == null) {
                metrics.logged(System.nanoTime() - read);
              }
            });
  }

  private CompletionStage<List<Appended>> within(
      Conversation conversation, ChannelName channel, List<Publication> publications) {
    if (!newChannels.isLimited() || conversation.hasPublishedTo(channel)) {
      return conversation.publish(channels, channel, publications);
    }
    String user = conversation.session().user().orElseThrow().name();
    newChannels.take(user);
    return conversation
        .publish(channels, channel, publications)
        .whenComplete(
            (answers, failure) -> {
              if (failure == null) {
                conversation.hasNowPublishedTo(channel);
              }
              if (failure != null || answers.getFirst().id().number() > 1) {
                newChannels.giveBack(user);
              }
            });
  }
}
