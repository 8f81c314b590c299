package dev.parley.endpoint;

import dev.parley.session.Session;

/** Who is told that a session ends: the figures, the log, and an application's listeners. */
record SessionEnds(Metrics metrics, ConnectionLog log, SessionEvents events) {

  /** The service ends the session, whose connection may stay for a while. */
  void ended(Session session) {
    metrics.ended(session);
  }

  /**
   * The connection is gone.
   *
   * @param closeCode what the connection says of it
   */
  void gone(Conversation conversation, int closeCode) {
    Session session = conversation.session();
    // How a client takes our close (1006 if it just goes) says nothing about why it ended.
    int code = session.closedWith() == 0 ? closeCode : session.closedWith();
    metrics.disconnected(session);
    log.ended(session, code);
    events.disconnected(session, conversation, code);
  }
}
