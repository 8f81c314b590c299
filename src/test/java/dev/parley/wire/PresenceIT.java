package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who is in a channel, as it is told to those who look. */
@Timeout(60)
class PresenceIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @RegisterExtension static final Stage stage = Stage.shared();

  private static StompClient watches(Person person, String channel) {
    person.client().subscribe("presence", "/topic/presence." + channel);
    return person.client();
  }

  private static JsonNode news(StompClient watcher) {
    StompFrame message = watcher.nextMessage("presence");
    assertThat(message.value("content-type")).isEqualTo("application/json");
    return JSON.readTree(message.text());
  }

  private static void tells(StompClient watcher, String type, Person who) {
    JsonNode news = news(watcher);
    assertThat(news.path("type").asString()).isEqualTo(type);
    assertThat(news.path("user").asString()).isEqualTo(who.user());
    assertThat(news.path("at").asLong()).isPositive();
  }

  @EveryWay
  void firstComesWhoIsThereThenWhoComesAndGoes(Way way) {
    Cast cast = stage.cast(way);
    String room = cast.room("rooms.lobby");
    Person alice = cast.person("alice", t -> t.name("Alice A.").info("{\"b\":1.5,\"a\":[]}"));
    Person bob = cast.person("bob");
    alice.joins(room);

    StompClient watcher = watches(cast.person("watcher"), room);
    JsonNode snapshot = news(watcher);
    bob.joins(room);
    tells(watcher, "join", bob);
    bob.leaves(room);
    tells(watcher, "leave", bob);

    assertThat(snapshot.path("type").asString()).isEqualTo("snapshot");
    assertThat(snapshot.path("total").asInt()).isEqualTo(1);
    JsonNode member = snapshot.path("members").path(0);
    assertThat(member.path("user").asString()).isEqualTo(alice.user());
    assertThat(member.path("name").asString()).isEqualTo("Alice A.");
    assertThat(member.path("info").toString()).isEqualTo("{\"b\":1.5,\"a\":[]}");
    assertThat(member.path("sessions").asInt()).isEqualTo(1);
    assertThat(member.path("since").asLong()).isPositive();
    cast.nobodyElseHears();
  }

  @EveryWay
  void aUserIsThereFromTheFirstSessionToTheLast(Way way) {
    Cast cast = stage.cast(way);
    String room = cast.room("rooms.lobby");
    Person alice = cast.person("alice");
    Person phone = cast.another(alice);
    StompClient watcher = watches(cast.person("watcher"), room);
    assertThat(news(watcher).path("total").asInt()).isZero();

    alice.joins(room);
    tells(watcher, "join", alice);
    phone.joins(room);
    phone.client().subscribe("again", "/topic/" + room);
    alice.saysGoodbye();
    phone.leaves(room);
    phone.client().unsubscribe("again");

    tells(watcher, "leave", alice);
    cast.nobodyElseHears();
  }

  @EveryWay
  void whoseConnectionEndsIsGone(Way way) {
    Cast cast = stage.cast(way);
    String room = cast.room("rooms.lobby");
    StompClient watcher = watches(cast.person("watcher"), room);
    news(watcher);
    Person alice = cast.person("alice");

    alice.joins(room);
    alice.saysGoodbye();

    tells(watcher, "join", alice);
    tells(watcher, "leave", alice);
    cast.nobodyElseHears();
  }

  @EveryDoor
  void whoVanishesWithoutAWordIsGoneToo(Way way) {
    Cast cast = stage.cast(way);
    String room = cast.room("rooms.lobby");
    StompClient watcher = watches(cast.person("watcher"), room);
    news(watcher);
    Person alice = cast.person("alice");

    alice.joins(room);
    alice.goesOffline();

    tells(watcher, "join", alice);
    tells(watcher, "leave", alice);
  }

  @EveryWay
  void oneMayAskOnce(Way way) {
    Cast cast = stage.cast(way);
    String room = cast.room("rooms.lobby");
    Person alice = cast.person("alice");
    alice.joins(room);

    alice.client().subscribe("ask", "/app/presence." + room);
    JsonNode answer = JSON.readTree(alice.client().nextMessage("ask").text());
    alice.client().subscribe("ask", "/app/presence." + room);
    alice.client().nextMessage("ask");
    cast.person("bob").joins(room);

    assertThat(answer.path("type").asString()).isEqualTo("snapshot");
    assertThat(answer.path("members").path(0).path("user").asString()).isEqualTo(alice.user());
    cast.nobodyElseHears();
  }

  @EveryWay
  void aCrowdIsToldByItsNumber(Way way) {
    Cast cast = stage.cast(way);
    String crowd = cast.room("crowds.plaza");
    StompClient watcher = watches(cast.person("watcher"), crowd);
    assertThat(news(watcher).path("type").asString()).isEqualTo("snapshot");
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    alice.joins(crowd);
    tells(watcher, "join", alice);
    bob.joins(crowd);
    tells(watcher, "join", bob);

    cast.person("carol").joins(crowd);

    JsonNode count = news(watcher);
    assertThat(count.path("type").asString()).isEqualTo("count");
    assertThat(count.path("total").asInt()).isEqualTo(3);
    StompClient late = watches(cast.person("late"), crowd);
    assertThat(news(late).path("type").asString()).isEqualTo("count");
  }

  @EveryWay
  void presenceIsRefusedWhereItIsOffOrNotAllowed(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    alice.listensForRefusals();

    for (String where : new String[] {"/topic/presence.", "/app/presence."}) {
      isRefused(alice, where + "typing.lobby", "bad-destination");
      isRefused(alice, where + "inbox." + alice.user(), "bad-destination");
      isRefused(alice, where + "granted.one", "forbidden");
      isRefused(alice, where + "nowhere.one", "unknown-namespace");
      isRefused(alice, where + "presence.rooms.one", "bad-destination");
    }
    isRefused(alice, "/topic/presence.rooms.one", "bad-header", "since:last:1");
    cast.nobodyElseHears();
  }

  private static void isRefused(Person person, String to, String code, String... headers) {
    person
        .client()
        .sendWithReceipt(StompFrame.of("SUBSCRIBE", "id:x", "destination:" + to).with(headers));
    person.isRefused(code);
  }

  @EveryWay
  void nobodyButTheServerSpeaksThere(Way way) {
    Cast cast = stage.cast(way);
    String room = cast.room("rooms.lobby");
    StompClient watcher = watches(cast.person("watcher"), room);
    news(watcher);
    Person mallory = cast.person("mallory");
    mallory.listensForRefusals();

    for (String where : new String[] {"/topic/presence.", "/app/presence."}) {
      mallory.client().sendWithReceipt(mallory.client().sendFrame(where + room, new byte[1]));
      mallory.isRefused("bad-destination");
    }
    cast.nobodyElseHears();
  }
}
