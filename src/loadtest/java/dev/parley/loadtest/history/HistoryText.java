package dev.parley.loadtest.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A history as lines of text, a log after the other, to be looked at with grep. */
public final class HistoryText {

  private final Writer out;

  private HistoryText(Writer out) {
    this.out = out;
  }

  /** Writes the history to that file, replacing it. */
  public static void write(History history, Path file) {
    try (Writer out = Files.newBufferedWriter(file)) {
      new HistoryText(out).write(history);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(History history) throws IOException {
    for (SessionLog session : history.sessions()) {
      String times = session.opened() + " to " + session.closed();
      line(session + " from " + times + " " + session.end() + " " + session.errors());
      for (SessionLog.Step step : session.steps()) {
        String message = step.channel() + " " + Keys.text(step.key());
        line("  " + step.at() + " " + step.what() + " " + message + " " + step.note());
      }
    }
    for (SubscriptionLog log : history.subscriptions()) {
      line(log + " from " + log.begunAt() + " to " + log.endedAt());
      Deliveries deliveries = log.deliveries();
      for (int i = 0; i < deliveries.size(); i++) {
        Delivery each = deliveries.get(i);
        line("  " + each.at() + " " + each + " of " + each.timestamp());
      }
    }
    for (PresenceLog log : history.presences()) {
      line(log.toString());
      for (PresenceLog.Event event : log.events()) {
        String time = event.time() == 0 ? "" : " of " + history.timeOf(event.time());
        line("  " + event.at() + " " + event.what() + " " + event.users() + time);
      }
    }
  }

  private void line(String text) throws IOException {
    out.write(text);
    out.write('\n');
  }
}
