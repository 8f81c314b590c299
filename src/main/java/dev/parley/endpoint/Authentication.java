package dev.parley.endpoint;

import dev.parley.identity.TokenVerifier;
import dev.parley.protocol.Destination;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.util.Optional;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.support.ChannelInterceptor;

/** Verifies the tokens of CONNECT and of a renewal, RFC 7519; they go no further than this. */
public final class Authentication implements ChannelInterceptor {

  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer ";

  private final TokenVerifier tokens;

  public Authentication(TokenVerifier tokens) {
    this.tokens = tokens;
  }

  @Override
  public Message<?> preSend(Message<?> message, MessageChannel channel) {
    Optional<Inbound> frame = Inbound.of(message);
    frame.ifPresent(
        f -> {
          if (f.command() == StompCommand.CONNECT
              || f.command() == StompCommand.STOMP
              || isRenewal(f)) {
            f.accessor().setUser(tokens.verify(token(f)));
          }
          // No handler, log or other node needs it, so none gets it.
          f.accessor().removeNativeHeader(AUTHORIZATION);
        });
    return message;
  }

  private static boolean isRenewal(Inbound frame) {
    return frame.command() == StompCommand.SEND
        && frame.header("destination").equals(Optional.of(Destination.TOKEN));
  }

  private static String token(Inbound frame) {
    String header =
        frame
            .header(AUTHORIZATION)
            .or(() -> frame.header("authorization"))
            .orElseThrow(() -> new Refusal(RefusalCode.BAD_TOKEN));
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new Refusal(RefusalCode.BAD_TOKEN);
    }
    return header.substring(BEARER.length()).strip();
  }
}
