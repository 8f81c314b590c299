package dev.parley.wire.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket client at the level of bytes and frames (RFC 6455), judging what the server sends. A
 * refused handshake is an answer, not an error: then nothing arrives and the wire is closed.
 */
public final class RawWebSocket implements Wire {

  private final Tap.Gate gate = new Tap.Gate();
  private final TcpConnection connection;
  private final WebSocketReader reader;
  private final HttpAnswer answer;

  private RawWebSocket(URI uri, Handshake asked) throws IOException {
    byte[] nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    Handshake handshake =
        asked
            .usually("Upgrade", "websocket")
            .usually("Connection", "Upgrade")
            .usually("Sec-WebSocket-Version", "13")
            .usually("Sec-WebSocket-Key", Base64.getEncoder().encodeToString(nonce));
    connection = TcpConnection.open(uri, asked.receiveBuffer(), gate);
    reader = new WebSocketReader(connection);
    connection.request("GET", uri, handshake, new byte[0]);
    answer = connection.answer(Deadline.USUAL);
    if (answer.status() == 101) {
      UpgradeCheck.check(handshake, answer);
      reader.start("reader of " + uri);
    } else {
      connection.close();
      reader.refused(answer);
    }
  }

  /** Opens a socket at a full URI such as {@code http://host:port/ws}. */
  public static RawWebSocket open(URI uri, Handshake handshake) {
    try {
      return new RawWebSocket(uri, handshake);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server's answer to the handshake: 101, or a refusal. */
  public HttpAnswer answer() {
    return answer;
  }

  /** On by default. Switch it off, too, where a frame is written in pieces over several calls. */
  public void answerPings(boolean yes) {
    reader.answersPings = yes;
  }

  /** On by default; off, the server's close stays without an answer. */
  public void answerClose(boolean yes) {
    reader.answersClose = yes;
  }

  @Override
  public void send(String text) {
    send(WebSocketFrame.text(text));
  }

  @Override
  public void send(byte[] bytes) {
    send(WebSocketFrame.of(WebSocketFrame.BINARY, bytes));
  }

  @Override
  public boolean carriesBinary() {
    return true;
  }

  public void send(WebSocketFrame frame) {
    connection.write(frame.encode());
  }

  /** Sends one message as fragments of at most that many payload bytes. */
  public void sendFragmented(int opcode, byte[] message, int size) {
    for (int at = 0; at < message.length; at += size) {
      int end = Math.min(message.length, at + size);
      byte[] part = Arrays.copyOfRange(message, at, end);
      WebSocketFrame frame =
          WebSocketFrame.of(at == 0 ? opcode : WebSocketFrame.CONTINUATION, part);
      send(end < message.length ? frame.unfinished() : frame);
    }
  }

  /** Writes bytes as they are, frame or not. */
  public void sendRaw(byte[] bytes) {
    connection.write(bytes);
  }

  /** Writes bytes as they are in TCP segments of that size (the network may join them). */
  public void sendRawInPieces(byte[] bytes, int size) {
    connection.inPieces(bytes, size);
  }

  public void ping(byte[] payload) {
    send(WebSocketFrame.of(WebSocketFrame.PING, payload));
  }

  /** The payload of the next pong; its absence fails the test. */
  public byte[] pong() {
    return payload(reader.pongs, "pong");
  }

  /** The payload of the server's next ping, answered or not; its absence fails the test. */
  public byte[] pinged(Duration wait) {
    return payload(reader.pings, "ping", wait);
  }

  private static byte[] payload(BlockingQueue<WebSocketFrame> frames, String what) {
    return payload(frames, what, Deadline.USUAL);
  }

  private static byte[] payload(BlockingQueue<WebSocketFrame> frames, String what, Duration wait) {
    try {
      return Optional.ofNullable(frames.poll(wait.toNanos(), TimeUnit.NANOSECONDS))
          .orElseThrow(() -> new AssertionError("no " + what + " within " + wait))
          .payload();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a " + what, e);
    }
  }

  /** Sends a close frame and goes on reading; the server's answer is {@link #closed()}. */
  public void sendClose(int code, String reason) {
    reader.answersClose = false;
    send(WebSocketFrame.close(code, reason));
  }

  @Override
  public Optional<WireMessage> next(Duration wait) {
    return reader.arrivals.next(wait);
  }

  @Override
  public Optional<Closed> closed(Duration wait) {
    return reader.arrivals.closed(wait);
  }

  /** Whether the TCP connection itself ends in time, which is the server's duty after a close. */
  public boolean ended(Duration wait) {
    return reader.ended(wait);
  }

  @Override
  public void stopReading() {
    gate.shut(true);
  }

  @Override
  public void resumeReading() {
    gate.shut(false);
  }

  @Override
  public void cut() {
    connection.close();
    gate.shut(false);
  }

  /** Ends the TCP connection with RST. */
  public void reset() {
    connection.reset();
    gate.shut(false);
  }

  @Override
  public void close() {
    gate.shut(false);
    try {
      if (!ended(Duration.ZERO)) {
        sendClose(1000, "");
        ended(Deadline.USUAL);
      }
    } catch (UncheckedIOException e) {
      // It was gone already, which is what close is for.
    } finally {
      connection.close();
    }
  }
}
