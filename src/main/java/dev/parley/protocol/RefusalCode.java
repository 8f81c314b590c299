package dev.parley.protocol;

/**
 * Why the service refuses, and what the client should do about it. The range of the close code
 * tells a client that knows no codes the same: 44xx is the client's to mend, 1012 and 1013 pass.
 */
public enum RefusalCode {
  BAD_FRAME("bad-frame", 4400, true, "The frame is not valid STOMP here."),
  TOO_LARGE("too-large", 4400, true, "The frame is larger than the service allows."),
  BAD_TOKEN("bad-token", 4401, true, "The token is missing or not valid."),
  TOKEN_EXPIRED("token-expired", 4401, true, "The token has expired."),
  TOKEN_REVOKED("token-revoked", 4401, true, "The token was revoked."),
  CONNECT_TIMEOUT("connect-timeout", 4401, true, "CONNECT did not arrive in time."),
  KICKED("kicked", 4403, true, "The session was ended by the service."),
  IDLE("idle", 4408, true, "Heart-beats stopped arriving."),
  TOO_MANY_CONNECTIONS("too-many-connections", 4429, true, "Too many connections."),
  FLOODING("flooding", 4429, true, "Messages kept coming faster than allowed."),
  SLOW_CONSUMER("slow-consumer", 1013, true, "The client reads too slowly; reconnect and resume."),
  RESTARTING("restarting", 1012, true, "The service restarts; reconnect and resume."),
  BAD_DESTINATION("bad-destination", 4400, false, "There is no such destination."),
  UNKNOWN_NAMESPACE("unknown-namespace", 4400, false, "There is no such namespace."),
  FORBIDDEN("forbidden", 4400, false, "The token does not allow this."),
  CHANNEL_FULL("channel-full", 4400, false, "The channel has no room for another member."),
  TOO_MANY_SUBSCRIPTIONS("too-many-subscriptions", 4400, false, "Too many subscriptions."),
  RATE_LIMITED("rate-limited", 1013, false, "Too many messages; slow down."),
  UNSUBSCRIBED("unsubscribed", 4400, false, "The service ended the subscription."),
  BAD_HEADER("bad-header", 4400, false, "A header has a value that is not allowed."),
  UNAVAILABLE("unavailable", 1013, false, "The outcome is unknown; repeat with the same key.");

  private final String wire;
  private final int closeCode;
  private final boolean ends;
  private final String sentence;

  RefusalCode(String wire, int closeCode, boolean ends, String sentence) {
    this.wire = wire;
    this.closeCode = closeCode;
    this.ends = ends;
    this.sentence = sentence;
  }

  /** The code as it stands in the {@code code} header. */
  public String wire() {
    return wire;
  }

  /** The WebSocket close code, RFC 6455 section 7.4, when the connection ends for this reason. */
  public int closeCode() {
    return closeCode;
  }

  /** Whether the connection always ends; where not, it ends only if nobody listens for errors. */
  public boolean ends() {
    return ends;
  }

  /** The fixed sentence of the {@code message} header; never an exception's text. */
  public String sentence() {
    return sentence;
  }
}
