package dev.parley.endpoint;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.support.ChannelInterceptor;

/**
 * Nothing happens before CONNECT has succeeded, and it succeeds once. Asked of every frame, not
 * only of CONNECT: a frame without a user must not pass because some check was forgotten.
 */
public final class ConnectFirst implements ChannelInterceptor {

  @Override
  public Message<?> preSend(Message<?> message, MessageChannel channel) {
    Inbound.of(message).ifPresent(ConnectFirst::check);
    return message;
  }

  private static void check(Inbound frame) {
    StompCommand command = frame.command();
    boolean connecting = command == StompCommand.CONNECT || command == StompCommand.STOMP;
    if (connecting == frame.session().user().isPresent()) {
      throw new Refusal(RefusalCode.BAD_FRAME);
    }
  }
}
