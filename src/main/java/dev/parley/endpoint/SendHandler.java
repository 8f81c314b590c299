package dev.parley.endpoint;

import dev.parley.channel.Publication;
import dev.parley.identity.User;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Destination;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** SEND: a publication, a token, a frame for an application's handler, or a step to commit. */
final class SendHandler {

  private final Publishing publishing;
  private final ApplicationHandlers application;
  private final Function<Inbound, Receipt> renewal;

  /**
   * @param renewal takes a new token
   */
  SendHandler(
      Publishing publishing, ApplicationHandlers application, Function<Inbound, Receipt> renewal) {
    this.publishing = publishing;
    this.application = application;
    this.renewal = renewal;
  }

  CompletionStage<Receipt> send(Inbound frame) {
    Optional<String> transaction = frame.header("transaction");
    if (transaction.isPresent()) {
      TransactionHandler.open(frame, transaction.get()).add(checked(step(frame)));
      // Its RECEIPT follows its logging, which is at COMMIT.
      return CompletableFuture.completedFuture(Receipt.SENT);
    }
    if (frame.destination() instanceof Destination.TokenRenewal) {
      return CompletableFuture.completedFuture(renewal.apply(frame));
    }
    return take(step(frame));
  }

  /** Does what was checked before. */
  CompletionStage<Receipt> take(Transaction.Step step) {
    return switch (step) {
      case Transaction.Step.Publish(Inbound frame, ChannelName channel, Publication publication) ->
          publishing
              .publish(frame.conversation(), channel, List.of(publication))
              .thenApply(answers -> Receipt.with("message-id", answers.getFirst().id().toString()));
      case Transaction.Step.Handle(Inbound frame) -> {
        application.handleMessage(frame.message());
        yield Receipt.PLAIN;
      }
    };
  }

  /** What can be known to fail is refused now, before anything of the transaction is logged. */
  private Transaction.Step checked(Transaction.Step step) {
    if (step instanceof Transaction.Step.Handle(Inbound frame)
        && !application.serve(frame.message())) {
      throw new Refusal(RefusalCode.BAD_DESTINATION);
    }
    return step;
  }

  private static Transaction.Step step(Inbound frame) {
    User user = frame.session().user().orElseThrow();
    return switch (frame.destination()) {
      case Destination.Topic(ChannelName channel) ->
          new Transaction.Step.Publish(
              frame, channel, SendFrame.publication(frame, "/topic/" + channel, user.name()));
      case Destination.UserQueue(String other, String queue) ->
          new Transaction.Step.Publish(
              frame,
              ChannelName.inboxOf(other),
              SendFrame.publication(frame, "/user/queue/inbox", user.name()));
      case Destination.Application path -> new Transaction.Step.Handle(SendFrame.decoded(frame));
      default -> throw new Refusal(RefusalCode.BAD_DESTINATION);
    };
  }
}
