package dev.parley.endpoint;

import dev.parley.channel.Access;
import dev.parley.channel.Namespace;
import dev.parley.channel.Namespaces;
import dev.parley.identity.User;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Destination;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.util.function.BooleanSupplier;

/** The one place that decides who may do what. */
public final class Permissions {

  private static final String SERVER_SCOPE = "parley:server";

  private final Namespaces namespaces;

  public Permissions(Namespaces namespaces) {
    this.namespaces = namespaces;
  }

  /** Whether the token is one of a backend, which may use the HTTP API. */
  static boolean mayServe(User user) {
    return user.scopes().contains(SERVER_SCOPE);
  }

  /**
   * Passes, or refuses with {@code unknown-namespace}, {@code forbidden}, {@code bad-destination}.
   */
  void checkSubscribe(User user, Destination destination) {
    switch (destination) {
      case Destination.Topic(ChannelName channel) -> checkSubscribe(user, channel);
      case Destination.PresenceFeed(ChannelName channel) -> checkPresence(user, channel);
      case Destination.PresenceAnswer(ChannelName channel) -> checkPresence(user, channel);
      case Destination.HistoryAnswer(ChannelName channel) -> checkHistory(user, channel);
      case Destination.OnlineAnswer(String other) -> checkInbox(user, other);
      case Destination.OwnQueue queue -> {}
      case Destination.Application application -> {}
      case Destination.UserQueue queue -> throw new Refusal(RefusalCode.BAD_DESTINATION);
      case Destination.TokenRenewal renewal -> throw new Refusal(RefusalCode.BAD_DESTINATION);
    }
  }

  /**
   * Passes, or refuses.
   *
   * @param member whether this session is subscribed to the destination; asked where it matters
   */
  void checkSend(User user, Destination destination, BooleanSupplier member) {
    switch (destination) {
      case Destination.Topic(ChannelName channel) -> checkPublish(user, channel, member);
      case Destination.UserQueue(String other, String queue) -> {
        if (!queue.equals(Destination.INBOX)) {
          throw new Refusal(RefusalCode.BAD_DESTINATION);
        }
        checkInbox(user, other);
      }
      case Destination.Application application -> {}
      case Destination.TokenRenewal renewal -> {}
      case Destination.PresenceFeed feed -> throw new Refusal(RefusalCode.BAD_DESTINATION);
      case Destination.PresenceAnswer answer -> throw new Refusal(RefusalCode.BAD_DESTINATION);
      case Destination.HistoryAnswer answer -> throw new Refusal(RefusalCode.BAD_DESTINATION);
      case Destination.OnlineAnswer answer -> throw new Refusal(RefusalCode.BAD_DESTINATION);
      case Destination.OwnQueue queue -> throw new Refusal(RefusalCode.BAD_DESTINATION);
    }
  }

  private void checkSubscribe(User user, ChannelName channel) {
    boolean allowed =
        switch (namespace(channel).subscribe()) {
          case USER -> true;
          case CLAIM -> user.grants().maySubscribe(channel);
          case MEMBER, SERVER -> false;
        };
    require(allowed);
  }

  private void checkPublish(User user, ChannelName channel, BooleanSupplier member) {
    require(mayPublish(user, channel, namespace(channel).publish(), member));
  }

  private static boolean mayPublish(
      User user, ChannelName channel, Access access, BooleanSupplier member) {
    return switch (access) {
      case USER -> true;
      case CLAIM -> user.grants().mayPublish(channel);
      case MEMBER -> member.getAsBoolean();
      case SERVER -> false;
    };
  }

  private void checkPresence(User user, ChannelName channel) {
    Namespace namespace = namespace(channel);
    checkSubscribe(user, channel);
    if (!namespace.presence()) {
      throw new Refusal(RefusalCode.BAD_DESTINATION);
    }
  }

  private void checkHistory(User user, ChannelName channel) {
    if (channel.namespace().equals("inbox")) {
      // Of another's inbox not even the existence is told.
      require(channel.equals(ChannelName.inboxOf(user.name())));
    } else {
      checkSubscribe(user, channel);
    }
  }

  /** To reach a user, or to ask whether the user is there, is one right. */
  private void checkInbox(User user, String other) {
    ChannelName inbox = ChannelName.inboxOf(other);
    boolean own = user.name().equals(other);
    require(mayPublish(user, inbox, namespace(inbox).publish(), () -> own));
  }

  private Namespace namespace(ChannelName channel) {
    return namespaces.of(channel).orElseThrow(() -> new Refusal(RefusalCode.UNKNOWN_NAMESPACE));
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw new Refusal(RefusalCode.FORBIDDEN);
    }
  }
}
