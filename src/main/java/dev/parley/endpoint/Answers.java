package dev.parley.endpoint;

import dev.parley.channel.Channels;
import dev.parley.channel.Entry;
import dev.parley.channel.Page;
import dev.parley.presence.Presence;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Destination;
import dev.parley.protocol.HeadStyle;
import dev.parley.protocol.Json;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.messaging.MessageHandler;

/** SUBSCRIBE that asks a question: it is answered, and no subscription stays. */
final class Answers {

  private final Channels channels;
  private final Presence presence;
  private final Replies replies;
  private final MessageHandler application;

  Answers(Channels channels, Presence presence, Replies replies, MessageHandler application) {
    this.channels = channels;
    this.presence = presence;
    this.replies = replies;
    this.application = application;
  }

  CompletionStage<Receipt> answer(Inbound frame, String id, Destination destination) {
    SubscribeHeaders.refuseSince(frame);
    return switch (destination) {
      case Destination.PresenceAnswer(ChannelName channel) ->
          presence.snapshotJson(channel).thenApply(json -> answer(frame, id, json));
      case Destination.OnlineAnswer(String user) ->
          presence.sessionsOf(user).thenApply(count -> answer(frame, id, online(user, count)));
      case Destination.HistoryAnswer(ChannelName channel) -> history(frame, id, channel);
      case Destination.Application path -> {
        DirectAnswer direct = new DirectAnswer(frame.session(), id);
        direct.during(() -> application.handleMessage(frame.message()));
        replies.receipt(frame, new Receipt(true, Map.of()));
        direct.send();
        yield CompletableFuture.completedFuture(Receipt.SENT);
      }
      default -> throw new Refusal(RefusalCode.BAD_DESTINATION);
    };
  }

  private Receipt answer(Inbound frame, String id, byte[] json) {
    Session session = frame.session();
    replies.receipt(frame, new Receipt(true, Map.of()));
    Map<String, String> type = Map.of("content-type", "application/json");
    String destination = frame.required("destination");
    session.send(replies.message(session, id, destination, type, json));
    return Receipt.SENT;
  }

  private static byte[] online(String user, int sessions) {
    StringBuilder json = new StringBuilder("{\"user\":");
    Json.quote(json, user);
    json.append(",\"online\":").append(sessions > 0).append(",\"sessions\":").append(sessions);
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private CompletionStage<Receipt> history(Inbound frame, String id, ChannelName channel) {
    HeadStyle style = SubscribeHeaders.style(frame, id);
    return channels
        .history(channel, SubscribeHeaders.before(frame), SubscribeHeaders.limit(frame))
        .thenCompose(page -> send(frame.session(), style, page));
  }

  /** As fast as the client reads; then the RECEIPT says whether there is more. */
  private static CompletionStage<Receipt> send(Session session, HeadStyle style, Page page) {
    CompletableFuture<Receipt> sent = new CompletableFuture<>();
    Queue<Entry> left = new ArrayDeque<>(page.entries());
    Receipt last = Receipt.with("more", Boolean.toString(page.more()));
    session.lane().run(() -> sendOn(session, style, left, () -> sent.complete(last)), 1);
    return sent;
  }

  private static void sendOn(Session session, HeadStyle style, Queue<Entry> left, Runnable end) {
    while (!left.isEmpty() && session.isOpen()) {
      if (!session.hasRoom()) {
        session.whenRoom(() -> sendOn(session, style, left, end));
        return;
      }
      Entry entry = left.remove();
      session.push(style.frame(entry.id(), entry.timestamp(), entry.tail(), false));
    }
    end.run();
  }
}
