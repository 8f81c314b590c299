package dev.parley.endpoint;

import dev.parley.channel.Appended;
import dev.parley.channel.Publication;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.StompVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** BEGIN, COMMIT and ABORT (STOMP 1.2, "BEGIN"); atomic within one channel. */
final class TransactionHandler {

  /** Open at one time in one session. */
  private static final int MOST_OPEN = 16;

  private final Publishing publishing;
  private final SendHandler send;
  private final Replies replies;
  private final LimitSettings limits;

  TransactionHandler(
      Publishing publishing, SendHandler send, Replies replies, LimitSettings limits) {
    this.publishing = publishing;
    this.send = send;
    this.replies = replies;
    this.limits = limits;
  }

  /** The open transaction that a frame names. */
  static Transaction open(Inbound frame, String name) {
    Transaction transaction = frame.conversation().transactions().get(name);
    if (transaction == null) {
      throw new Refusal(RefusalCode.BAD_FRAME);
    }
    return transaction;
  }

  void begin(Inbound frame) {
    Map<String, Transaction> open = frame.conversation().transactions();
    String name = frame.required("transaction");
    if (open.containsKey(name)) {
      throw new Refusal(RefusalCode.BAD_FRAME);
    }
    if (open.size() >= MOST_OPEN) {
      throw new Refusal(RefusalCode.TOO_LARGE);
    }
    open.put(name, new Transaction(limits.transaction(), limits.frameBytes() * 16L));
  }

  void abort(Inbound frame) {
    String name = frame.required("transaction");
    open(frame, name);
    frame.conversation().transactions().remove(name);
  }

  /**
   * An acknowledgement names what it acknowledges (STOMP 1.2, "ACK"; older versions name the
   * message), and its transaction, if any, is open.
   */
  void acknowledge(Inbound frame) {
    frame.required(frame.session().version() == StompVersion.V1_2 ? "id" : "message-id");
    frame.header("transaction").ifPresent(name -> open(frame, name));
  }

  CompletionStage<Receipt> commit(Inbound frame) {
    String name = frame.required("transaction");
    Transaction transaction = open(frame, name);
    frame.conversation().transactions().remove(name);
    transaction
        .doom()
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    CompletionStage<?> done = CompletableFuture.completedFuture(null);
    for (List<Transaction.Step> part : byChannel(transaction.steps())) {
      done = done.thenCompose(before -> take(part));
      if (transaction.hasHandlers()) {
        // This thread may wait, and the one on which a store answers must not run handlers.
        done.toCompletableFuture().join();
      }
    }
    return done.thenCompose(all -> Receipt.PLAIN);
  }

  private CompletionStage<?> take(List<Transaction.Step> part) {
    if (part.getFirst() instanceof Transaction.Step.Publish(var frame, var channel, var first)) {
      List<Publication> all = part.stream().map(TransactionHandler::publication).toList();
      return publishing
          .publish(frame.conversation(), channel, all)
          .thenAccept(answers -> receipts(part, answers));
    }
    Transaction.Step step = part.getFirst();
    return send.take(step).thenAccept(receipt -> replies.receipt(step.frame(), receipt));
  }

  private void receipts(List<Transaction.Step> steps, List<Appended> answers) {
    for (int i = 0; i < steps.size(); i++) {
      String id = answers.get(i).id().toString();
      replies.receipt(steps.get(i).frame(), Receipt.with("message-id", id));
    }
  }

  private static Publication publication(Transaction.Step step) {
    return ((Transaction.Step.Publish) step).publication();
  }

  /** What goes to one channel goes there in one step; handlers get their frames one by one. */
  private static List<List<Transaction.Step>> byChannel(List<Transaction.Step> steps) {
    Map<Object, List<Transaction.Step>> parts = new LinkedHashMap<>();
    for (Transaction.Step step : steps) {
      Object key =
          step instanceof Transaction.Step.Publish(var frame, ChannelName channel, var what)
              ? channel
              : step;
      parts.computeIfAbsent(key, k -> new ArrayList<>()).add(step);
    }
    return List.copyOf(parts.values());
  }
}
