package dev.parley.endpoint;

import dev.parley.identity.BearerToken;
import dev.parley.protocol.FrameDecoder;
import dev.parley.protocol.FrameLimits;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.StompFrame;
import dev.parley.session.Session;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a door does with one connection: it says what arrived, and that it is gone. */
public final class Visit {

  /** After what time there may be room again for somebody else. */
  private static final long FULL_RETRY_MILLIS = 30_000;

  private final Reception reception;
  private final Conversation conversation;
  private final FrameDecoder decoder;
  private final Turnstile turnstile;
  private boolean deaf;

  Visit(Reception reception, Conversation conversation, FrameLimits limits) {
    this.reception = reception;
    this.conversation = conversation;
    this.decoder = new FrameDecoder(limits);
    this.turnstile = conversation.turnstile();
    session().tenure().onEnd(() -> reception.farewell().ended(conversation));
  }

  Session session() {
    return conversation.session();
  }

  /** The HTTP request by which the client came brings a token, in case that CONNECT does not. */
  public void presents(BearerToken token) {
    conversation.presents(token);
  }

  /** The connection can be written to: whoever is one too many is told so. */
  public void begin() {
    if (conversation.place().isEmpty()) {
      deaf = true;
      Refusal full = new Refusal(RefusalCode.TOO_MANY_CONNECTIONS, FULL_RETRY_MILLIS);
      turnstile.enter(Turnstile.Turn.quick(() -> reception.road().refuse(conversation, full)));
    }
  }

  /** Something arrived, such as a pong, or a part of a message. */
  public void alive() {
    session().heartBeat().read();
  }

  /**
   * Bytes arrived; one call at a time, in their order. They must not be changed afterwards.
   *
   * @return false: no frame will be read any more
   */
  public boolean received(byte[] bytes) {
    alive();
    if (deaf) {
      return false;
    }
    try {
      decoder.feed(bytes);
      Optional<StompFrame> frame = next();
      while (frame.isPresent()) {
        conversation.arrives();
        turnstile.enter(turn(frame.get()));
        frame = next();
      }
    } catch (Refusal refusal) {
      // After what is not a frame nothing can be understood any more.
      deaf = true;
      turnstile.enter(Turnstile.Turn.quick(() -> reception.road().refuse(conversation, refusal)));
    }
    return !deaf;
  }

  private Optional<StompFrame> next() {
    decoder.version(session().version());
    return decoder.next();
  }

  /** The connection is gone; harmless twice. */
  public void gone(int closeCode) {
    session().gone();
    if (turnstile.isBusy()) {
      reception.farewell().leaveEarly(conversation);
    }
    turnstile.enter(Turnstile.Turn.quick(() -> reception.farewell().gone(conversation, closeCode)));
  }

  private Turnstile.Turn turn(StompFrame frame) {
    boolean send = frame.command().equals("SEND");
    long read = System.nanoTime();
    return new Turnstile.Turn() {
      @Override
      public CompletionStage<?> take() {
        return mayBlock(frame)
            ? CompletableFuture.supplyAsync(() -> travel(frame, read), reception.blocking())
                .thenCompose(outcome -> outcome)
            : travel(frame, read);
      }

      @Override
      public boolean overlaps() {
        return send && !mayBlock(frame);
      }
    };
  }

  private CompletionStage<?> travel(StompFrame frame, long read) {
    return reception.road().travel(frame, read, conversation);
  }

  private boolean mayBlock(StompFrame frame) {
    return (reception.tokensMayBlock() && FrameRoad.hasToken(frame))
        || FrameRoad.isForApplication(frame, conversation);
  }
}
