package dev.parley.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.Key;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public key in a file, which is read again when the file has changed. Only the new key counts
 * then; where there is none that can be used, the old one does.
 */
final class PemFile implements KeySource {

  /** How often the file is looked at. */
  static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(PemFile.class);

  /** What changes with the file's contents; -1: the file is away. */
  private record State(FileTime modified, long size) {

    static State of(Path file) {
      try {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new State(attributes.lastModifiedTime(), attributes.size());
      } catch (IOException away) {
        return new State(FileTime.fromMillis(0), -1);
      }
    }
  }

  private final Path file;
  private final Executor next;
  private volatile VerificationKey key;
  private volatile boolean closed;
  private State seen;

  private PemFile(Path file, Duration interval) {
    this.file = file;
    this.next =
        CompletableFuture.delayedExecutor(
            interval.toNanos(),
            TimeUnit.NANOSECONDS,
            task -> Thread.ofVirtual().name("parley-key-file").start(task));
    this.seen = State.of(file);
    this.key = read();
  }

  /**
   * Reads the file, and looks at it from then on.
   *
   * @throws IllegalArgumentException if there is no key in it now
   */
  static PemFile watched(Path file, Duration interval) {
    PemFile watched = new PemFile(file, interval);
    watched.next.execute(watched::look);
    return watched;
  }

  private VerificationKey read() {
    return VerificationKey.ofPublicKey(PublicKeys.read(file.toString()));
  }

  private void look() {
    if (closed) {
      return;
    }
    State now = State.of(file);
    if (!now.equals(seen)) {
      seen = now;
      try {
        key = read();
        LOG.info("The key of parley.auth.public-key was read again, because its file has changed");
      } catch (IllegalArgumentException unusable) {
        LOG.warn("parley.auth.public-key has no key any more; the one that it had stays in use");
      }
    }
    next.execute(this::look);
  }

  @Override
  public Optional<Key> find(Optional<String> id, String algorithm) {
    return key.of(algorithm);
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  @Override
  public void close() {
    closed = true;
  }
}
