package dev.parley.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One TCP connection to a primary, and who that is. It ends once: what is under way then fails, and
 * another link takes its place.
 */
final class Link {

  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final RedisAsyncCommands<byte[], byte[]> commands;
  private final String named;
  private volatile ServerInfo server;

  private Link(
      StatefulRedisConnection<byte[], byte[]> connection, String named, ServerInfo server) {
    this.connection = connection;
    this.named = named;
    this.commands = connection.async();
    this.server = server;
  }

  /** Connects and asks who answers; blocks, and throws where that is nobody to work with. */
  static Link open(Address address) {
    // Before: if it changes meanwhile, this link counts as one to the former.
    String named = address.ask();
    StatefulRedisConnection<byte[], byte[]> connection = address.connect();
    try {
      return new Link(connection, named, ServerInfo.ofPrimary(connection.sync().info()));
    } catch (RuntimeException failure) {
      var _ = connection.closeAsync();
      throw failure;
    }
  }

  ServerInfo server() {
    return server;
  }

  /** What the address said who this is. */
  String named() {
    return named;
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  /** {@code ended} runs once or twice when the connection has ended, at once if it has already. */
  void onEnd(Runnable ended) {
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            ended.run();
          }
        });
    if (!connection.isOpen()) {
      ended.run();
    }
  }

  /**
   * @param asking whether the slot is only on its way to this server
   */
  CompletionStage<Reply> run(Script script, byte[][] keys, byte[][] args, boolean asking) {
    byte[][] values = new byte[args.length + 1][];
    values[0] = RedisKeys.bytes(String.join(" ", server.identities()));
    System.arraycopy(args, 0, values, 1, args.length);
    ask(asking);
    CompletionStage<List<Object>> answer =
        commands.evalsha(script.digest(), ScriptOutputType.MULTI, keys, values);
    return answer
        .exceptionallyCompose(
            failure -> {
              if (!(failure instanceof RedisNoScriptException)) {
                return CompletableFuture.failedStage(failure);
              }
              // It was not run, so that it may be sent again, now as a whole.
              ask(asking);
              return commands.eval(script.source(), ScriptOutputType.MULTI, keys, values);
            })
        .thenApply(Reply::new);
  }

  private void ask(boolean asking) {
    if (asking) {
      var _ = commands.asking();
    }
  }

  CompletionStage<Void> publish(byte[] channel, byte[] message, boolean sharded) {
    CompletionStage<Long> answer =
        sharded ? commands.spublish(channel, message) : commands.publish(channel, message);
    return answer.thenAccept(receivers -> {});
  }

  /**
   * Asks again who is there, and ends the connection where it is another, or nobody answers: a
   * server that was a replica meanwhile lost what it had, on the same connection. The answer comes,
   * without an error, once that is known.
   */
  CompletionStage<Void> check() {
    return commands
        .info("replication")
        .handle(
            (info, failure) -> {
              if (failure != null || !isStillTheOne(info)) {
                end();
              }
              return null;
            });
  }

  private synchronized boolean isStillTheOne(String info) {
    Optional<ServerInfo> now = server.now(info);
    now.ifPresent(known -> server = known);
    return now.isPresent();
  }

  void end() {
    var _ = connection.closeAsync();
  }
}
