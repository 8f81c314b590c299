package dev.parley.trial;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** A connection of the trial, by STOMP 1.2 on the JDK's own WebSocket. For one thread. */
final class Guest implements AutoCloseable {

  private static final int BUSY = 503;
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final HttpClient http;
  private final TrialSettings settings;
  private final URI door;
  private final long end;
  private final Ear ear = new Ear();

  private Guest(HttpClient http, TrialSettings settings, URI door) {
    this.http = http;
    this.settings = settings;
    this.door = door;
    this.end = System.nanoTime() + settings.patience().toNanos();
  }

  static Guest at(URI door, TrialSettings settings) {
    return new Guest(settings.http(), settings, door);
  }

  /** What was done, and how long the message took from here to here. */
  String sendsAndHears(String channel) {
    WebSocket socket = opened();
    String text = "A trial: " + UUID.randomUUID();
    say(
        socket,
        "CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:parley\nAuthorization:Bearer "
            + settings.token());
    expect("CONNECTED", "CONNECT");
    say(socket, "SUBSCRIBE\nid:1\nreceipt:joined\ndestination:/topic/" + channel);
    expect("RECEIPT", "SUBSCRIBE to " + channel);
    long sent = System.nanoTime();
    say(socket, "SEND\nreceipt:sent\ndestination:/topic/" + channel, text);
    awaitBoth(channel, text);
    long took = System.nanoTime() - sent;
    say(socket, "DISCONNECT\nreceipt:bye");
    expect("RECEIPT", "DISCONNECT");
    return String.format(
        Locale.ROOT,
        "connected, subscribed to %s, sent a message and received it in %.1f ms.",
        channel,
        took / 1e6);
  }

  /** Others may speak in the channel too. */
  private void awaitBoth(String channel, String text) {
    boolean logged = false;
    boolean heard = false;
    while (!logged || !heard) {
      String frame = next("SEND to " + channel);
      logged |= frame.startsWith("RECEIPT\n");
      heard |= frame.startsWith("MESSAGE\n") && frame.endsWith("\n\n" + text);
    }
  }

  /** Tries again while nobody listens yet, or who does is busy. */
  private WebSocket opened() {
    while (true) {
      try {
        return http.newWebSocketBuilder()
            .subprotocols("v12.stomp")
            .connectTimeout(left())
            .buildAsync(door, ear)
            .orTimeout(left().toMillis(), TimeUnit.MILLISECONDS)
            .join();
      } catch (CompletionException failure) {
        giveUpUnlessItMayPass(Objects.requireNonNullElse(failure.getCause(), failure));
      }
    }
  }

  private void giveUpUnlessItMayPass(Throwable cause) {
    if (cause instanceof SSLException) {
      throw new TrialFailure("no TLS with this door (" + cause.getMessage() + ").", cause);
    }
    if (cause instanceof WebSocketHandshakeException refused
        && refused.getResponse().statusCode() != BUSY) {
      int status = refused.getResponse().statusCode();
      throw new TrialFailure("the handshake was answered with " + status + ", not 101.", cause);
    }
    if (!(cause instanceof IOException) || left().compareTo(PAUSE) <= 0) {
      throw new TrialFailure(
          "nobody can be reached there within " + settings.patience().toSeconds() + " s.", cause);
    }
    pause();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new TrialFailure("it was stopped.", stop);
    }
  }

  private void say(WebSocket socket, String head) {
    say(socket, head, "");
  }

  private void say(WebSocket socket, String head, String body) {
    try {
      var _ =
          socket
              .sendText(head + "\n\n" + body + "\0", true)
              .orTimeout(left().toMillis(), TimeUnit.MILLISECONDS)
              .join();
    } catch (CompletionException failure) {
      throw new TrialFailure(ear.ending().orElse("the connection broke") + ".", failure);
    }
  }

  private void expect(String answer, String question) {
    String frame = next(question);
    if (!frame.startsWith(answer + "\n")) {
      String command = frame.lines().findFirst().orElse("nothing");
      throw new TrialFailure(question + " was answered with " + command + ".");
    }
  }

  private String next(String question) {
    String frame =
        ear.next(left())
            .orElseThrow(
                () -> {
                  String how = ear.ending().orElse("there was no answer in time");
                  return new TrialFailure(how + ", after " + question + ".");
                });
    if (frame.startsWith("ERROR\n")) {
      throw new TrialFailure(question + " was refused: " + Ear.reason(frame) + ".");
    }
    return frame;
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
