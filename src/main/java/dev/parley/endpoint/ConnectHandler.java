package dev.parley.endpoint;

import dev.parley.identity.User;
import dev.parley.presence.Presence;
import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.StompVersion;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** CONNECT: a socket becomes the session of a user (STOMP 1.2, "Connecting"). */
final class ConnectHandler {

  private static final String SERVER = "Parley";

  private final Sessions sessions;
  private final Presence presence;
  private final HeartBeatSettings heartBeat;
  private final Duration idempotencyWindow;
  private final SessionEvents events;

  ConnectHandler(
      Sessions sessions,
      Presence presence,
      HeartBeatSettings heartBeat,
      Duration idempotencyWindow,
      SessionEvents events) {
    this.sessions = sessions;
    this.presence = presence;
    this.heartBeat = heartBeat;
    this.idempotencyWindow = idempotencyWindow;
    this.events = events;
  }

  /** The interceptors have set the user and let no second CONNECT through. */
  void connect(Inbound frame) {
    Session session = frame.session();
    User user = (User) frame.accessor().getUser();
    StompVersion version =
        StompVersion.negotiate(frame.header("accept-version"))
            .orElseThrow(() -> new Refusal(RefusalCode.BAD_FRAME));
    HeartBeatOffer offer = HeartBeatOffer.parse(frame.header("heart-beat"));
    if (user == null) {
      throw new Refusal(RefusalCode.BAD_TOKEN);
    }
    session.connected(user, version);
    sessions.connected(session);
    presence.connected(user, session.id());
    offer.agree(session, heartBeat);
    events.connect(frame);
    Map<String, String> connected = connected(session, user, version);
    session.send(OutFrame.of(version, "CONNECTED", connected));
    events.connected(frame, connected);
    frame.conversation().outcome(CompletableFuture.completedFuture(Receipt.SENT));
  }

  private Map<String, String> connected(Session session, User user, StompVersion version) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("version", version.number());
    headers.put("server", SERVER);
    headers.put("session", session.id());
    headers.put("user-name", user.name());
    headers.put("heart-beat", heartBeat.offer());
    headers.put("token-expires", Long.toString(user.expires().toEpochMilli()));
    headers.put("idempotency-window", Long.toString(idempotencyWindow.toMillis()));
    return headers;
  }
}
