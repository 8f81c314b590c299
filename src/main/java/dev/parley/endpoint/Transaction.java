package dev.parley.endpoint;

import dev.parley.channel.Publication;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was sent between BEGIN and COMMIT (STOMP 1.2, "BEGIN"): checked when it came, logged when it
 * is committed. One refused SEND dooms all of it.
 */
final class Transaction {

  /** A SEND that waits for COMMIT: for a channel, or for an application's handler. */
  sealed interface Step {

    Inbound frame();

    record Publish(Inbound frame, ChannelName channel, Publication publication) implements Step {}

    record Handle(Inbound frame) implements Step {}
  }

  private final List<Step> steps = new ArrayList<>();
  private final int mostFrames;
  private final long mostBytes;
  private long bytes;
  private @Nullable Refusal doom;

  /** A limit of 0 is none. */
  Transaction(int mostFrames, long mostBytes) {
    this.mostFrames = mostFrames;
    this.mostBytes = mostBytes;
  }

  void add(Step step) {
    bytes += step.frame().body().length;
    boolean tooMany = mostFrames > 0 && steps.size() >= mostFrames;
    if (tooMany || (mostBytes > 0 && bytes > mostBytes)) {
      throw new Refusal(RefusalCode.TOO_LARGE);
    }
    steps.add(step);
  }

  void doom(Refusal refusal) {
    doom = doom == null ? refusal : doom;
    steps.clear();
  }

  Optional<Refusal> doom() {
    return Optional.ofNullable(doom);
  }

  List<Step> steps() {
    return steps;
  }

  /** Whether committing it runs an application's code. */
  boolean hasHandlers() {
    return steps.stream().anyMatch(Step.Handle.class::isInstance);
  }
}
