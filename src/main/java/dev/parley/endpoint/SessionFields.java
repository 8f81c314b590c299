package dev.parley.endpoint;

import dev.parley.identity.User;
import dev.parley.identity.UserHash;
import dev.parley.session.Session;
import org.slf4j.spi.LoggingEventBuilder;

/** Says in a structured log which session a line is about. */
final class SessionFields {

  private SessionFields() {}

  static LoggingEventBuilder add(LoggingEventBuilder line, Session session) {
    LoggingEventBuilder more = line.addKeyValue("parley.session", session.id());
    return session
        .user()
        .map(User::name)
        .map(name -> more.addKeyValue("user.hash", UserHash.of(name)))
        .orElse(more);
  }
}
