package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.presence.Entering.Entered;
import dev.parley.protocol.ChannelName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** What one does with a presence store; each test has its own channel. */
abstract class PresenceStoreSteps {

  static final Limits NAMED = new Limits(0, 0, true);
  private static final AtomicInteger CHANNELS = new AtomicInteger();

  final ChannelName room = new ChannelName("rooms", "contract-" + CHANNELS.incrementAndGet());

  abstract PresenceStore store();

  /** Lets the store's time pass. */
  abstract void pass(long millis);

  final Entering enter(String user, String session) {
    return enter(user, session, NAMED);
  }

  final Entering enter(String user, String session, Limits limits) {
    return await(store().enter(room, member(user), new Seat(session, "sub-1"), limits));
  }

  final News leave(String user, String session) {
    return leave(user, session, NAMED);
  }

  final News leave(String user, String session, Limits limits) {
    return await(store().leave(room, user, new Seat(session, "sub-1"), limits));
  }

  final Snapshot snapshot(Limits limits) {
    return await(store().snapshot(room, limits));
  }

  final Snapshot.Present present(String user) {
    return snapshot(NAMED).members().stream()
        .filter(each -> each.member().user().equals(user))
        .findFirst()
        .orElseThrow();
  }

  final long listen(String node) {
    return await(store().listen(room, node)).number();
  }

  static Member member(String user) {
    return new Member(user, Optional.empty(), Optional.empty());
  }

  static News news(Entering answer) {
    assertThat(answer).isInstanceOf(Entered.class);
    return ((Entered) answer).news();
  }

  static News.Event event(Entering answer) {
    return event(news(answer));
  }

  static News.Event event(News news) {
    assertThat(news).isInstanceOf(News.Event.class);
    return (News.Event) news;
  }

  static long dueIn(News news) {
    assertThat(news).isInstanceOf(News.Due.class);
    return ((News.Due) news).millis();
  }

  static String body(News.Event event) {
    return new String(event.entry().tail().body(), StandardCharsets.UTF_8);
  }

  static <T> T await(CompletionStage<T> answer) {
    return answer.toCompletableFuture().join();
  }
}
