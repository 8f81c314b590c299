package dev.parley.endpoint;

import dev.parley.identity.User;
import dev.parley.protocol.Destination;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.support.ChannelInterceptor;

/** Lets a SUBSCRIBE or SEND pass only to a destination that exists and that the user may use. */
public final class Permission implements ChannelInterceptor {

  private final Permissions permissions;

  public Permission(Permissions permissions) {
    this.permissions = permissions;
  }

  @Override
  public Message<?> preSend(Message<?> message, MessageChannel channel) {
    Inbound.of(message).ifPresent(this::check);
    return message;
  }

  private void check(Inbound frame) {
    StompCommand command = frame.command();
    if (command != StompCommand.SUBSCRIBE && command != StompCommand.SEND) {
      return;
    }
    User user = frame.session().user().orElseThrow();
    Destination destination = frame.destination();
    if (command == StompCommand.SUBSCRIBE) {
      permissions.checkSubscribe(user, destination);
    } else {
      permissions.checkSend(user, destination, () -> frame.conversation().isMember(destination));
    }
  }
}
