package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.StompVersion;
import dev.parley.session.RecordingConnection;
import dev.parley.session.Session;
import dev.parley.session.TestSessions;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;

/** Frames of one client, as the handlers get them. */
final class ClientFrames {

  private final Conversation conversation;

  private ClientFrames(Session session) {
    conversation = new Conversation(session, Optional.empty(), Optional.empty());
  }

  static ClientFrames of(StompVersion version) {
    return new ClientFrames(TestSessions.connected(new RecordingConnection(), "alice", version));
  }

  /** A client that comes by a transport without bytes. */
  static ClientFrames ofTextOnly() {
    return new ClientFrames(
        TestSessions.connected(new RecordingConnection(true), "alice", StompVersion.V1_2));
  }

  Inbound subscribe(String... namesAndValues) {
    return frame(StompCommand.SUBSCRIBE, new byte[0], namesAndValues);
  }

  Inbound send(String body, String... namesAndValues) {
    return frame(StompCommand.SEND, body.getBytes(StandardCharsets.UTF_8), namesAndValues);
  }

  static void assertRefused(RefusalCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private Inbound frame(StompCommand command, byte[] body, String... namesAndValues) {
    Map<String, List<String>> headers = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
    }
    StompHeaderAccessor accessor = StompHeaderAccessor.create(command, headers);
    accessor.setHeader(Conversation.HEADER, conversation);
    accessor.setLeaveMutable(true);
    return Inbound.of(MessageBuilder.createMessage(body, accessor.getMessageHeaders()))
        .orElseThrow();
  }
}
