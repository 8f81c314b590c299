package dev.parley.endpoint;

import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalFrames;
import dev.parley.protocol.RefusalFrames.Refused;
import dev.parley.protocol.Utf8;
import dev.parley.session.Session;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What a session is told besides messages of channels: receipts, refusals, single answers. */
final class Replies {

  private final AtomicLong ids = new AtomicLong();
  private final Metrics metrics;

  Replies(Metrics metrics) {
    this.metrics = metrics;
  }

  /** RECEIPT, where the frame asked for one. */
  void receipt(Inbound frame, Receipt receipt) {
    if (receipt.due()) {
      frame.header("receipt").ifPresent(id -> receipt(frame.session(), id, receipt.headers()));
    }
  }

  void receipt(Session session, String id, Map<String, String> more) {
    session.send(receiptFrame(session, id, more));
  }

  static OutFrame receiptFrame(Session session, String id, Map<String, String> more) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("receipt-id", id);
    headers.putAll(more);
    return OutFrame.of(session.version(), "RECEIPT", headers);
  }

  /**
   * Tells the client of a refusal: on its queue of errors, if it listens there and can go on; else
   * by ending the connection, if it waits for an answer.
   */
  void refuse(Conversation conversation, Refusal refusal, Refused refused, boolean awaited) {
    metrics.refused(refusal.code());
    Session session = conversation.session();
    List<String> listening = conversation.queue("errors");
    if (refusal.code().ends() || (listening.isEmpty() && awaited)) {
      session.end(refusal, refused.receipt());
      return;
    }
    Map<String, String> headers = RefusalFrames.headers(refusal);
    refused.receipt().ifPresent(id -> headers.put("receipt-id", id));
    headers.put("content-type", "application/problem+json");
    byte[] problem = RefusalFrames.problem(refusal, refused);
    for (String subscription : listening) {
      session.send(message(session, subscription, "/user/queue/errors", headers, problem));
    }
  }

  /** A message that is in no log; its id is unique in the session only. */
  OutFrame message(
      Session session,
      String subscription,
      String destination,
      Map<String, String> more,
      byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("subscription", subscription);
    headers.put("message-id", "live." + ids.incrementAndGet());
    headers.put("destination", destination);
    headers.putAll(more);
    if (session.connection().textOnly() && !Utf8.isValid(body)) {
      headers.put("body-encoding", "base64");
      return frame(session, headers, Base64.getEncoder().encode(body));
    }
    return frame(session, headers, body);
  }

  private static OutFrame frame(Session session, Map<String, String> headers, byte[] body) {
    return OutFrame.of(session.version(), "MESSAGE", headers, body);
  }
}
