package dev.parley.endpoint;

import dev.parley.channel.Channels;
import dev.parley.channel.Joined;
import dev.parley.channel.Subscription;
import dev.parley.identity.User;
import dev.parley.presence.Presence;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Destination;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.Since;
import dev.parley.session.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** SUBSCRIBE and UNSUBSCRIBE: to a channel, a feed, a queue, or for one answer. */
final class SubscribeHandler {

  private final Channels channels;
  private final Presence presence;
  private final Answers answers;
  private final int mostSubscriptions;

  /**
   * @param mostSubscriptions of one session; 0: no limit
   */
  SubscribeHandler(Channels channels, Presence presence, Answers answers, int mostSubscriptions) {
    this.channels = channels;
    this.presence = presence;
    this.answers = answers;
    this.mostSubscriptions = mostSubscriptions;
  }

  CompletionStage<Receipt> subscribe(Inbound frame) {
    Conversation conversation = frame.conversation();
    String id = SubscribeHeaders.id(frame);
    if (conversation.hasSubscription(id)) {
      throw new Refusal(RefusalCode.BAD_FRAME);
    }
    if (mostSubscriptions > 0 && conversation.subscriptions() >= mostSubscriptions) {
      throw new Refusal(RefusalCode.TOO_MANY_SUBSCRIPTIONS);
    }
    Destination destination = frame.destination();
    User user = frame.session().user().orElseThrow();
    return switch (destination) {
      case Destination.Topic(ChannelName channel) -> join(frame, id, channel);
      case Destination.PresenceFeed(ChannelName channel) -> follow(frame, id, channel);
      case Destination.OwnQueue(String queue) ->
          queue.equals(Destination.INBOX)
              ? join(frame, id, ChannelName.inboxOf(user.name()))
              : listen(frame, id, queue);
      default -> answers.answer(frame, id, destination);
    };
  }

  void unsubscribe(Inbound frame) {
    String id = SubscribeHeaders.id(frame);
    frame.conversation().removeQueue(id);
    frame.conversation().removeChannel(id).ifPresent(place -> leave(frame.session(), id, place));
  }

  /** Ends a subscription to a channel: no message follows, and presence forgets it. */
  void leave(Session session, String id, Conversation.ChannelPlace place) {
    channels.unsubscribe(place.subscription());
    if (!(place.destination() instanceof Destination.PresenceFeed)) {
      User user = session.user().orElseThrow();
      presence.leave(place.subscription().channel(), user, session.id(), id);
    }
  }

  private CompletionStage<Receipt> join(Inbound frame, String id, ChannelName channel) {
    Optional<Since> since = SubscribeHeaders.since(frame);
    Session session = frame.session();
    User user = session.user().orElseThrow();
    ChannelSubscriber subscriber =
        new ChannelSubscriber(
            session,
            SubscribeHeaders.style(frame, id),
            joined -> receipt(frame, receiptOf(joined, since.isPresent())));
    return presence
        .enter(channel, user, session.id(), id)
        .thenCompose(
            entered -> begin(frame, id, channel, since.orElse(new Since.Now()), subscriber));
  }

  /** A presence feed: the snapshot, then what changes; its messages are in no log. */
  private CompletionStage<Receipt> follow(Inbound frame, String id, ChannelName channel) {
    SubscribeHeaders.refuseSince(frame);
    ChannelSubscriber subscriber =
        new ChannelSubscriber(
            frame.session(), SubscribeHeaders.style(frame, id), joined -> receipt(frame, Map.of()));
    return begin(frame, id, ChannelName.presenceOf(channel), new Since.Now(), subscriber);
  }

  private CompletionStage<Receipt> begin(
      Inbound frame, String id, ChannelName channel, Since since, ChannelSubscriber subscriber) {
    Subscription subscription = channels.subscribe(channel, since, subscriber);
    Conversation conversation = frame.conversation();
    conversation.add(id, new Conversation.ChannelPlace(frame.destination(), subscription));
    return subscriber
        .outcome()
        .whenComplete(
            (receipt, refusal) -> {
              if (refusal != null) {
                conversation
                    .removeChannel(id)
                    .ifPresent(place -> leave(frame.session(), id, place));
              }
            });
  }

  private CompletionStage<Receipt> listen(Inbound frame, String id, String queue) {
    SubscribeHeaders.refuseSince(frame);
    CompletableFuture<Receipt> outcome = new CompletableFuture<>();
    // In the lane, so that no message can come before the RECEIPT.
    frame
        .session()
        .lane()
        .run(
            () -> {
              receipt(frame, Map.of());
              frame.conversation().addQueue(id, queue);
              outcome.complete(Receipt.SENT);
            },
            1);
    return outcome;
  }

  private static Map<String, String> receiptOf(Joined joined, boolean sinceGiven) {
    Map<String, String> headers = new LinkedHashMap<>(4);
    headers.put("message-id", joined.end().toString());
    if (sinceGiven) {
      headers.put("recovered", Boolean.toString(joined.recovered()));
    }
    return headers;
  }

  /** In the lane, so that no message can come before it. */
  private static void receipt(Inbound frame, Map<String, String> headers) {
    Session session = frame.session();
    frame
        .header("receipt")
        .ifPresent(receipt -> session.push(Replies.receiptFrame(session, receipt, headers)));
  }
}
