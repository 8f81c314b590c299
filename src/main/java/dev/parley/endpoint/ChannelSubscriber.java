package dev.parley.endpoint;

import dev.parley.channel.Joined;
import dev.parley.channel.Lane;
import dev.parley.channel.Subscriber;
import dev.parley.protocol.HeadStyle;
import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;
import dev.parley.session.Session;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A session as the subscriber of one channel. */
final class ChannelSubscriber implements Subscriber {

  private final Session session;
  private final HeadStyle style;
  private final Consumer<Joined> receipt;
  private final CompletableFuture<Receipt> outcome = new CompletableFuture<>();

  /**
   * @param receipt sends the RECEIPT; called in the lane, before the first message
   */
  ChannelSubscriber(Session session, HeadStyle style, Consumer<Joined> receipt) {
    this.session = session;
    this.style = style;
    this.receipt = receipt;
  }

  /** Ends when the subscription stands, or fails with the refusal. */
  CompletionStage<Receipt> outcome() {
    return outcome;
  }

  @Override
  public Lane lane() {
    return session.lane();
  }

  @Override
  public HeadStyle style() {
    return style;
  }

  @Override
  public void joined(Joined joined) {
    receipt.accept(joined);
    outcome.complete(Receipt.SENT);
  }

  @Override
  public void refused(Refusal refusal) {
    if (!outcome.completeExceptionally(refusal)) {
      // It stood, and what it missed can no longer be read: the client has to come again.
      session.end(refusal, Optional.empty());
    }
  }

  @Override
  public void send(OutFrame frame) {
    session.push(frame);
  }

  @Override
  public void sendAlone(OutFrame frame) {
    session.pushAlone(frame);
  }

  @Override
  public boolean hasRoom() {
    return session.hasRoom();
  }

  @Override
  public void whenRoom(Runnable more) {
    session.whenRoom(
        () -> {
          if (session.isOpen()) {
            more.run();
          }
        });
  }
}
