package dev.parley.redis;

import io.lettuce.core.RedisCommandTimeoutException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Why Redis did not do what was asked; whatever it is, the caller is told {@code unavailable}. */
public enum RedisFault {
  /** There is no connection to the primary, or it is not yet known who answers there. */
  UNREACHABLE("there is no connection"),
  /** The connection ended with commands under way; their outcome is unknown. */
  DISCONNECTED("the connection ended before the answer"),
  /** No answer in time; the outcome is unknown. */
  TIMEOUT("no answer in time"),
  OUT_OF_MEMORY("Redis is at its maxmemory"),
  READ_ONLY("this is a replica"),
  DENIED("the password is wrong or missing, or the user may not do this"),
  WRONG_TYPE("a key of ours holds another type"),
  FORMAT("a key of ours holds another format"),
  NOT_SAVED("Redis refuses writes while it cannot save or has too few replicas"),
  LOADING("Redis is loading its data, or has lost its primary"),
  REPLACED("another primary has taken its place"),
  BUSY("Redis is busy with a script"),
  CLUSTER("the cluster does not serve this slot now"),
  OTHER("Redis answered with an error");

  /** What Redis says first, and scripts of ours, in an error. */
  private static final Map<String, RedisFault> WORDS =
      Map.ofEntries(
          Map.entry("OOM", OUT_OF_MEMORY),
          Map.entry("READONLY", READ_ONLY),
          Map.entry("NOAUTH", DENIED),
          Map.entry("WRONGPASS", DENIED),
          Map.entry("NOPERM", DENIED),
          Map.entry("WRONGTYPE", WRONG_TYPE),
          Map.entry("FORMAT", FORMAT),
          Map.entry("MISCONF", NOT_SAVED),
          Map.entry("NOREPLICAS", NOT_SAVED),
          Map.entry("LOADING", LOADING),
          Map.entry("MASTERDOWN", LOADING),
          Map.entry("IDENTITY", REPLACED),
          Map.entry("BUSY", BUSY),
          Map.entry("CLUSTERDOWN", CLUSTER),
          Map.entry("TRYAGAIN", CLUSTER),
          Map.entry("MOVED", CLUSTER),
          Map.entry("ASK", CLUSTER));

  private final String sentence;

  RedisFault(String sentence) {
    this.sentence = sentence;
  }

  /** The name of the reason in metrics: {@code out-of-memory}. */
  public String reason() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What has happened, in words that hold no secret and no name of a user or channel. */
  public String sentence() {
    return sentence;
  }

  /** Looks through the causes for the first that Redis, or the connection, has given a name. */
  static RedisFault of(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof RedisCommandTimeoutException) {
        return TIMEOUT;
      }
      if (each instanceof CancellationException || each instanceof IOException) {
        return DISCONNECTED;
      }
      Optional<RedisFault> named = ofMessage(each.getMessage());
      if (named.isPresent()) {
        return named.get();
      }
    }
    return OTHER;
  }

  /** The same for a connection that did not come about. */
  static RedisFault ofConnecting(Throwable failure) {
    RedisFault fault = of(failure);
    return fault == OTHER || fault == DISCONNECTED ? UNREACHABLE : fault;
  }

  private static Optional<RedisFault> ofMessage(@Nullable String message) {
    if (message == null) {
      return Optional.empty();
    }
    if (message.startsWith("Connection ") || message.startsWith("Currently not connected")) {
      return Optional.of(DISCONNECTED);
    }
    // What a script may not do, in the words of Redis 7.2 and of those before.
    if (message.contains("ACL failure") || message.contains("can't run this command")) {
      return Optional.of(DENIED);
    }
    // An error within a script begins with the error itself since Redis 7, and with ERR before.
    for (String word : message.split("[ :]+", 20)) {
      RedisFault fault = WORDS.get(word.startsWith("-") ? word.substring(1) : word);
      if (fault != null) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
