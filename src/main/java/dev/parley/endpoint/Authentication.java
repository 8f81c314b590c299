package dev.parley.endpoint;

import dev.parley.identity.BearerToken;
import dev.parley.identity.TokenVerifier;
import dev.parley.identity.User;
import dev.parley.protocol.Destination;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.util.Optional;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.support.ChannelInterceptor;

/**
 * Verifies the tokens of CONNECT and of a renewal, RFC 7519; they go no further than this. A token
 * of the handshake counts where CONNECT brings none.
 */
public final class Authentication implements ChannelInterceptor {

  private static final String AUTHORIZATION = "Authorization";

  private final TokenVerifier tokens;

  public Authentication(TokenVerifier tokens) {
    this.tokens = tokens;
  }

  @Override
  public Message<?> preSend(Message<?> message, MessageChannel channel) {
    Optional<Inbound> frame = Inbound.of(message);
    frame.ifPresent(
        f -> {
          if (f.command() == StompCommand.CONNECT || f.command() == StompCommand.STOMP) {
            // Taken in any case, so that it is kept no longer than until now.
            Optional<BearerToken> ofHandshake = f.conversation().takeHandshakeToken();
            f.accessor().setUser(verify(token(f).or(() -> ofHandshake)));
          } else if (isRenewal(f)) {
            f.accessor().setUser(verify(token(f)));
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

  private User verify(Optional<BearerToken> token) {
    return tokens.verify(token.orElseThrow(Authentication::bad).text());
  }

  /** Of the frame; where it says something else, nothing else counts. */
  private static Optional<BearerToken> token(Inbound frame) {
    return frame
        .header(AUTHORIZATION)
        .or(() -> frame.header("authorization"))
        .map(header -> BearerToken.in(header).orElseThrow(Authentication::bad));
  }

  private static Refusal bad() {
    return new Refusal(RefusalCode.BAD_TOKEN);
  }
}
