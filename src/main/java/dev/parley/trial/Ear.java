package dev.parley.trial;

import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Cuts what arrives into STOMP frames, without their last byte. */
final class Ear implements WebSocket.Listener {

  /** In the queue after the last frame. */
  private static final String END = "";

  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final StringBuilder unfinished = new StringBuilder();
  private volatile Optional<String> ending = Optional.empty();

  /** Empty if none comes in time, or none ever. */
  Optional<String> next(Duration wait) {
    try {
      return Optional.ofNullable(frames.poll(wait.toMillis(), TimeUnit.MILLISECONDS))
          .filter(frame -> !frame.equals(END));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** How the connection ended, if it did. */
  Optional<String> ending() {
    return ending;
  }

  /** The code and the sentence of an ERROR. */
  static String reason(String error) {
    return header(error, "code") + " (" + header(error, "message") + ")";
  }

  private static String header(String frame, String name) {
    return frame
        .lines()
        .takeWhile(line -> !line.isEmpty())
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("no " + name);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    unfinished.append(part);
    for (int end = unfinished.indexOf("\0"); end >= 0; end = unfinished.indexOf("\0")) {
      frames.add(unfinished.substring(0, end).stripLeading());
      unfinished.delete(0, end + 1);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    end("the connection was closed with " + code);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    end("the connection broke");
  }

  private void end(String how) {
    ending = Optional.of(how);
    frames.add(END);
  }
}
