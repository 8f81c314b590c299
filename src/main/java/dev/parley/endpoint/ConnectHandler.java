package dev.parley.endpoint;

import dev.parley.identity.User;
import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.StompVersion;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** CONNECT: a socket becomes the session of a user (STOMP 1.2, "Connecting"). */
final class ConnectHandler {

  private final Sessions sessions;
  private final Admission admission;
  private final Greeting greeting;
  private final SessionNotices notices;
  private final SessionEvents events;

  ConnectHandler(
      Sessions sessions,
      Admission admission,
      Greeting greeting,
      SessionNotices notices,
      SessionEvents events) {
    this.sessions = sessions;
    this.admission = admission;
    this.greeting = greeting;
    this.notices = notices;
    this.events = events;
  }

  /**
   * The interceptors have set the user and let no second CONNECT through. Whether there is room for
   * the user may be known later; only then it is a session.
   */
  CompletionStage<Receipt> connect(Inbound frame) {
    Session session = frame.session();
    User user = (User) frame.accessor().getUser();
    StompVersion version =
        StompVersion.negotiate(frame.header("accept-version"))
            .orElseThrow(() -> new Refusal(RefusalCode.BAD_FRAME));
    HeartBeatOffer offer = HeartBeatOffer.parse(frame.header("heart-beat"));
    if (user == null) {
      throw new Refusal(RefusalCode.BAD_TOKEN);
    }
    session.speaks(version);
    return admission
        .ask(user, session)
        .thenApply(
            admitted -> {
              if (session.isOpen()) {
                begin(frame, user, offer);
              } else {
                // It went meanwhile, and its farewell knows of no user.
                admission.takeBack(user, session);
              }
              return Receipt.SENT;
            });
  }

  private void begin(Inbound frame, User user, HeartBeatOffer offer) {
    Session session = frame.session();
    StompVersion version = session.version();
    session.connected(user);
    sessions.connected(session);
    offer.agree(session, greeting.heartBeat());
    notices.accepted(session, user);
    events.connect(frame);
    Map<String, String> connected = greeting.headers(session, user, version);
    session.send(OutFrame.of(version, "CONNECTED", connected));
    events.connected(frame, connected);
  }
}
