package dev.parley.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channel.Entry;
import dev.parley.channel.Publication;
import dev.parley.identity.AuthSettings;
import dev.parley.identity.BearerToken;
import dev.parley.identity.TokenVerifiers;
import dev.parley.identity.User;
import dev.parley.protocol.HttpProblem;
import dev.parley.protocol.MessageFrame;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.StompFrame;
import dev.parley.protocol.StompVersion;
import dev.parley.protocol.Tail;
import dev.parley.wire.kit.Tokens;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds a token, a key or what somebody wrote does not tell it when it is printed. */
class UntoldTests {

  private static final String MARK = "zq7-what-nobody-else-may-read-0123456789";
  private static final byte[] BODY = MARK.getBytes(UTF_8);
  private static final MessageId ID = MessageId.parse("e-1").orElseThrow();

  static Stream<Object> holders() {
    Tail tail = Tail.of(Map.of("destination", "/topic/rooms.a", "x-own", MARK), BODY);
    Publication publication = new Publication(tail, Optional.of("key"));
    Inbound send = ClientFrames.of(StompVersion.V1_2).send(MARK, "Authorization", MARK);
    return Stream.of(
        new BearerToken(MARK),
        Optional.of(new BearerToken(MARK)),
        new AuthSettings(MARK, null, null, "issuer", "audience", "cookie"),
        user(),
        StompFrame.of("CONNECT", "Authorization", "Bearer " + MARK),
        send,
        new Transaction.Step.Handle(send),
        tail,
        publication,
        new Entry(ID, 1, tail),
        OutFrame.of(StompVersion.V1_2, "MESSAGE", Map.of("x-own", MARK), BODY),
        new MessageFrame(ID, false, Optional.of(MARK)),
        new ServerMessage(Optional.of("text/plain"), Map.of("x-own", MARK), BODY),
        HttpProblem.of(new Refusal(RefusalCode.BAD_FRAME), Optional.of(MARK)));
  }

  @ParameterizedTest
  @MethodSource("holders")
  void isNotToldByWhatHoldsIt(Object holder) {
    assertThat(holder.toString()).isNotBlank().doesNotContain(MARK);
  }

  private static User user() {
    AuthSettings settings = new AuthSettings(MARK, null, null, null, null, null);
    String token =
        Tokens.signedWith(MARK).user("alice").name(MARK).claim("jti", "\"" + MARK + "\"").sign();
    return TokenVerifiers.from(settings, InstantSource.system()).verify(token);
  }
}
