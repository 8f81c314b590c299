package dev.parley.endpoint;

import dev.parley.protocol.OutFrame;
import dev.parley.session.Connection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A connection whose client never says anything and keeps every frame it gets. */
final class KeptFrames implements Connection {

  private final List<String> frames = new CopyOnWriteArrayList<>();

  List<String> frames() {
    return List.copyOf(frames);
  }

  @Override
  public void write(OutFrame frame, boolean more, @Nullable Runnable done) {
    frames.add(new String(frame.bytes(), StandardCharsets.UTF_8));
    if (done != null) {
      done.run();
    }
  }

  @Override
  public boolean ping() {
    return true;
  }

  @Override
  public void close(int code, String reason) {
    frames.add("close " + code);
  }

  @Override
  public void abort() {}

  @Override
  public String door() {
    return "test";
  }

  @Override
  public boolean textOnly() {
    return false;
  }

  @Override
  public void pauseReading(boolean pause) {}
}
