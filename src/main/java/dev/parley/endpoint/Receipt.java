package dev.parley.endpoint;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What the RECEIPT of a frame says, once its work is done.
 *
 * @param due false where it was sent already, in its right place among the session's frames
 * @param headers besides {@code receipt-id}
 */
record Receipt(boolean due, Map<String, String> headers) {

  /** A RECEIPT with nothing but its id, at once. */
  static final CompletionStage<Receipt> PLAIN =
      CompletableFuture.completedFuture(new Receipt(true, Map.of()));

  static final Receipt SENT = new Receipt(false, Map.of());

  static Receipt with(String name, String value) {
    return new Receipt(true, Map.of(name, value));
  }
}
