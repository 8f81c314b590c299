package dev.parley.redis;

/** Why a script was not done, or that this is unknown; its message holds no secrets. */
final class Trouble extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final RedisFault fault;

  Trouble(RedisFault fault, String host) {
    super("Redis at " + host + ": " + fault.sentence(), null, false, false);
    this.fault = fault;
  }

  RedisFault fault() {
    return fault;
  }
}
