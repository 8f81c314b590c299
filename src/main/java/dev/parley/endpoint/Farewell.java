package dev.parley.endpoint;

import dev.parley.presence.Presence;
import dev.parley.session.Session;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The end of a session, however it comes: nothing of it is left behind. */
final class Farewell {

  private final Conversations conversations;
  private final SubscribeHandler subscriptions;
  private final Presence presence;
  private final SessionEnds ends;

  Farewell(
      Conversations conversations,
      SubscribeHandler subscriptions,
      Presence presence,
      SessionEnds ends) {
    this.conversations = conversations;
    this.subscriptions = subscriptions;
    this.presence = presence;
    this.ends = ends;
  }

  /** DISCONNECT: its RECEIPT is the last the client hears (STOMP 1.2, "DISCONNECT"). */
  void disconnect(Inbound frame) {
    Session session = frame.session();
    leaveAll(frame.conversation());
    frame
        .header("receipt")
        .ifPresent(id -> session.send(Replies.receiptFrame(session, id, Map.of())));
    frame.conversation().outcome(CompletableFuture.completedFuture(Receipt.SENT));
    session.endNormally();
  }

  /**
   * The connection is gone while a frame is still under way, which may take as long as it likes:
   * the others need not wait for it to know. {@link #gone} follows when its turn comes.
   */
  void leaveEarly(Conversation conversation) {
    Session session = conversation.session();
    conversation.channels().forEach((id, place) -> subscriptions.leave(session, id, place));
    session.user().ifPresent(user -> presence.disconnected(user, session.id()));
  }

  /** The service has ended the session: others need not wait until its connection is gone. */
  void ended(Conversation conversation) {
    ends.ended(conversation.session());
    if (!conversation.isOver()) {
      leaveEarly(conversation);
    }
  }

  /** The connection is gone; the last turn of a conversation. */
  void gone(Conversation conversation, int closeCode) {
    leaveAll(conversation);
    if (conversations.remove(conversation)) {
      ends.gone(conversation, closeCode);
    }
  }

  private void leaveAll(Conversation conversation) {
    if (conversation.isOver()) {
      return;
    }
    leaveEarly(conversation);
    conversation.channels().clear();
    conversation.end();
  }
}
