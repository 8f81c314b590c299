package dev.parley.endpoint;

import dev.parley.identity.User;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.RefusalFrames.Refused;
import dev.parley.session.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SEND to {@code /app/token}: the session goes on with a new token of the same user. */
final class TokenRenewal {

  private final SessionNotices notices;
  private final Permissions permissions;
  private final SubscribeHandler subscriptions;
  private final Replies replies;

  TokenRenewal(
      SessionNotices notices,
      Permissions permissions,
      SubscribeHandler subscriptions,
      Replies replies) {
    this.notices = notices;
    this.permissions = permissions;
    this.subscriptions = subscriptions;
    this.replies = replies;
  }

  /** {@link Authentication} has verified the token and set its user. */
  Receipt renew(Inbound frame) {
    Session session = frame.session();
    User user = (User) frame.accessor().getUser();
    if (user == null || !session.user().map(User::name).equals(Optional.of(user.name()))) {
      throw new Refusal(RefusalCode.BAD_TOKEN);
    }
    session.connected(user);
    notices.accepted(session, user);
    endWhatIsNoLongerGranted(frame.conversation(), user);
    return Receipt.with(Greeting.TOKEN_EXPIRES, Long.toString(user.expires().toEpochMilli()));
  }

  private void endWhatIsNoLongerGranted(Conversation conversation, User user) {
    for (Map.Entry<String, Conversation.ChannelPlace> entry :
        List.copyOf(conversation.channels().entrySet())) {
      if (!isGranted(user, entry.getValue())) {
        end(conversation, entry.getKey());
      }
    }
  }

  private boolean isGranted(User user, Conversation.ChannelPlace place) {
    try {
      permissions.checkSubscribe(user, place.destination());
      return true;
    } catch (Refusal noLonger) {
      return false;
    }
  }

  private void end(Conversation conversation, String id) {
    Optional<String> destination = Optional.ofNullable(conversation.destinations().get(id));
    Optional<Conversation.ChannelPlace> place = conversation.removeChannel(id);
    place.ifPresent(
        ended -> {
          subscriptions.leave(conversation.session(), id, ended);
          Refused refused = new Refused(destination, Optional.empty(), Optional.of(id));
          replies.refuse(conversation, new Refusal(RefusalCode.UNSUBSCRIBED), refused, false);
        });
  }
}
