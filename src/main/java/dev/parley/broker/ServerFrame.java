package dev.parley.broker;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A frame that the broker sent. */
final class ServerFrame {

  private static final int MOST_TEXT = 200;

  private final String command;
  private final Map<String, String> headers;
  private final byte[] body;
  private final boolean cut;

  /**
   * @param headers as they stand in the frame, escapes included; the first of each name
   * @param body not to be changed; empty where it was cut
   * @param cut whether the body was too large to be kept
   */
  ServerFrame(String command, Map<String, String> headers, byte[] body, boolean cut) {
    this.command = command;
    this.headers = headers;
    this.body = body;
    this.cut = cut;
  }

  String command() {
    return command;
  }

  byte[] body() {
    return body;
  }

  boolean cut() {
    return cut;
  }

  /** Empty where there is none. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** What the broker says of an error: one short line of printable ASCII. */
  String explanation() {
    String text = header("message") + ' ' + new String(body, StandardCharsets.US_ASCII);
    String line = text.replaceAll("[^\\x20-\\x7e]+", " ").strip();
    return line.length() > MOST_TEXT ? line.substring(0, MOST_TEXT) : line;
  }

  @Override
  public String toString() {
    return command + ", " + body.length + " bytes";
  }
}
