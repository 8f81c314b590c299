package dev.parley.store;

import dev.parley.channel.ChannelStore;
import dev.parley.protocol.ChannelName;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every {@link ChannelStore} promises; each implementation has a subclass that runs all of it.
 */
abstract class ChannelStoreContract implements AppendContract, JoinContract, RetentionContract {

  private Optional<TestLog> log = Optional.empty();

  /** The store under test, the same during one test. */
  abstract ChannelStore store();

  @BeforeEach
  void openAChannelOfItsOwn() {
    log = Optional.of(anotherLog());
  }

  @Override
  public TestLog log() {
    return log.orElseThrow();
  }

  @Override
  public TestLog anotherLog() {
    return new TestLog(store(), new ChannelName("rooms", UUID.randomUUID().toString()), FIVE);
  }
}
