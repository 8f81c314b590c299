package dev.parley.redis;

import io.lettuce.core.cluster.SlotHash;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One run of a script. It is sent again only where Redis said that it has not been run: MOVED, ASK
 * and TRYAGAIN come before the first command of a script, and IDENTITY is the first that ours say.
 */
final class Call {

  /** In all about as long as an answer may take. */
  private static final int MOST_ATTEMPTS = 12;

  private static final long PAUSE_MILLIS = 20;

  private final Script script;
  private final byte[][] keys;
  private final byte[][] args;
  private final Routes routes;
  private final Faults faults;

  Call(Script script, byte[][] keys, byte[][] args, Routes routes, Faults faults) {
    this.script = script;
    this.keys = keys;
    this.args = args;
    this.routes = routes;
    this.faults = faults;
  }

  /** Fails with {@link Trouble}. */
  CompletionStage<Reply> run() {
    return attempt(1);
  }

  private CompletionStage<Reply> attempt(int number) {
    Primary primary = routes.of(SlotHash.getSlot(keys[0]));
    if (primary == null) {
      return refused(RedisFault.UNREACHABLE, "the cluster");
    }
    Link link = primary.link();
    return link == null
        ? refused(RedisFault.UNREACHABLE, primary.toString())
        : send(link, primary, number, false);
  }

  private CompletionStage<Reply> send(Link link, Primary primary, int number, boolean asking) {
    return link.run(script, keys, args, asking)
        .exceptionallyCompose(failure -> after(cause(failure), link, primary, number));
  }

  private CompletionStage<Reply> after(Throwable failure, Link link, Primary primary, int number) {
    String message = String.valueOf(failure.getMessage());
    if (number < MOST_ATTEMPTS) {
      if (message.startsWith("MOVED ")) {
        return later(number)
            .thenCompose(x -> routes.refresh())
            .thenCompose(x -> attempt(number + 1));
      }
      if (message.startsWith("ASK ")) {
        return ask(message.substring(message.lastIndexOf(' ') + 1), number);
      }
      if (message.startsWith("IDENTITY")) {
        return link.check().thenCompose(x -> later(number)).thenCompose(x -> attempt(number + 1));
      }
      if (message.startsWith("TRYAGAIN")) {
        return later(number).thenCompose(x -> attempt(number + 1));
      }
    }
    RedisFault fault = RedisFault.of(failure);
    if (fault == RedisFault.READ_ONLY) {
      // No primary any more: whoever is, is found by connecting anew.
      link.end();
    }
    return refused(fault, primary.toString());
  }

  /** The slot is on its way to another node, and what is not here is there already. */
  private CompletionStage<Reply> ask(String address, int number) {
    Primary target = routes.at(address);
    Link link = target == null ? null : target.link();
    if (target == null || link == null) {
      return later(number).thenCompose(x -> attempt(number + 1));
    }
    return send(link, target, number + 1, true);
  }

  private CompletionStage<Reply> refused(RedisFault fault, String host) {
    faults.failed(fault, script, keys[0], host);
    return CompletableFuture.failedStage(new Trouble(fault, host));
  }

  private static CompletionStage<Void> later(int number) {
    Executor pause =
        CompletableFuture.delayedExecutor(PAUSE_MILLIS * number, TimeUnit.MILLISECONDS);
    return CompletableFuture.runAsync(() -> {}, pause);
  }

  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
