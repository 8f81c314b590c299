package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.identity.UserHash;
import dev.parley.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** A line about what a session's frame has caused says which session, and not whose. */
class SessionFieldsTests {

  private final SmallNode node =
      new SmallNode(new MemoryStore(InstantSource.system(), Duration.ofMinutes(1)));
  private final Logger logger = (Logger) LoggerFactory.getLogger(FrameRoad.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void close() {
    logger.detachAppender(lines);
    node.close();
  }

  @Test
  void aFrameThatCannotBeHandledIsToldOfWithItsSession() {
    Conversation alice = node.session("alice", new KeptFrames());
    Visit visit =
        node.visit(
            alice,
            message -> {
              throw new IllegalStateException("as planned");
            });
    visit.received("SEND\ndestination:/topic/rooms.a\n\nhello\0".getBytes(StandardCharsets.UTF_8));

    assertThat(lines.list).hasSize(1);
    assertThat(lines.list.getFirst().getKeyValuePairs())
        .containsExactly(
            new KeyValuePair("parley.session", alice.session().id()),
            new KeyValuePair("user.hash", UserHash.of("alice")));
  }

  @Test
  void aHashIsWhatAShellMakesOfTheName() {
    // printf %s ann | sha256sum | cut -c1-12
    assertThat(UserHash.of("ann")).isEqualTo("49915e0d7d4b");
    assertThat(UserHash.of("ben")).isNotEqualTo(UserHash.of("ann"));
  }
}
