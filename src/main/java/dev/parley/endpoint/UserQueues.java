package dev.parley.endpoint;

import dev.parley.identity.User;
import dev.parley.session.Session;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /user/queue/{name}} of the sessions of this node: what is sent there reaches those who are
 * subscribed at that moment and is kept nowhere.
 */
final class UserQueues {

  private final Conversations conversations;
  private final Replies replies;

  UserQueues(Conversations conversations, Replies replies) {
    this.conversations = conversations;
    this.replies = replies;
  }

  /**
   * The one session that a message is for, if it names one.
   *
   * @param user as Spring resolves users: an application that knows only the session may name that
   *     as the user, too, and a session of somebody else's counts for nothing
   */
  Optional<Conversation> session(String user, @Nullable String id) {
    return Optional.ofNullable(id)
        .flatMap(conversations::ofSession)
        .filter(talk -> user.equals(id) || owner(talk).equals(Optional.of(user)));
  }

  /** The user whose session it is; empty before CONNECT. */
  static Optional<String> owner(Conversation conversation) {
    return conversation.session().user().map(User::name);
  }

  /** To every session of the user. */
  void toUser(String user, String queue, ServerMessage message) {
    conversations.ofUser(user).forEach(conversation -> send(conversation, queue, message));
  }

  /** To one session. */
  void send(Conversation conversation, String queue, ServerMessage message) {
    Session session = conversation.session();
    String destination = "/user/queue/" + queue;
    // Who is subscribed is looked up in the lane: after UNSUBSCRIBE's RECEIPT nothing may follow.
    session
        .lane()
        .run(
            () -> {
              for (String id : conversation.queue(queue)) {
                session.push(message.live(replies, session, id, destination));
              }
            },
            1);
  }
}
