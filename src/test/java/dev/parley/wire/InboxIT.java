package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompFrame;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is sent to a user, who may be there on several devices or not at all. */
@Timeout(60)
class InboxIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  @EveryWay
  void itArrivesOnEveryDevice(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person phone = cast.another(alice);
    Person bob = cast.person("bob");
    alice.opensInbox();
    phone.opensInbox();

    String id = bob.writesTo(alice, "hi", "x-a:b");

    for (Person device : List.of(alice, phone)) {
      StompFrame message = device.hears("hi");
      assertThat(message.value("destination")).isEqualTo("/user/queue/inbox");
      assertThat(message.value("sender")).isEqualTo(bob.user());
      assertThat(message.value("message-id")).isEqualTo(id);
      assertThat(message.value("x-a")).isEqualTo("b");
    }
    cast.nobodyElseHears();
  }

  @EveryWay
  void itWaitsForWhoIsAway(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    alice.opensInbox();
    bob.writesTo(alice, "1");
    String seen = alice.hears("1").value("message-id");

    alice.goesOffline();
    bob.writesTo(alice, "2");
    bob.writesTo(alice, "3");
    alice.comesBack();
    StompFrame receipt = alice.opensInbox("since:" + seen);
    bob.writesTo(alice, "4");

    assertThat(receipt.value("recovered")).isEqualTo("true");
    alice.hears("2", "3", "4");
    cast.nobodyElseHears();
  }

  @EveryWay
  void itWaitsForWhoHasNeverBeenThere(Way way) {
    Cast cast = stage.cast(way);
    Person bob = cast.person("bob");
    String nobody = stage.user();
    bob.client().publish("/user/" + nobody + "/queue/inbox", "welcome");

    var late = stage.stranger(way);
    late.connect(stage.tokens().of(nobody));
    late.subscribe("1", "/user/queue/inbox", "since:last:10");

    assertThat(late.nextMessage("1").text()).isEqualTo("welcome");
    late.expectNothing();
  }

  @EveryWay
  void anyNameHasAnInboxOfItsOwn(Way way) {
    Cast cast = stage.cast(way);
    Person writer = cast.person("writer");
    for (String name :
        List.of(
            "anna@example.org",
            "a/b//c",
            "a:b\\c",
            "Jörg Ångström",
            "日本 😀",
            "..",
            "*.**",
            "~2f",
            "{x}?&#[]",
            "x".repeat(110))) {
      Person person = cast.person(name);
      person.opensInbox();
      Person other = cast.person("_" + name);
      other.opensInbox();

      writer.writesTo(person, "to " + name);

      person.hears("to " + name);
      other.hearsNothing();
    }
  }

  @EveryWay
  void oneMayWriteToOneself(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    alice.opensInbox();

    alice.writesTo(alice, "note");

    alice.hears("note");
  }

  @EveryWay
  void anotherUsersInboxCannotBeOpened(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person mallory = cast.person("mallory");
    mallory.listensForRefusals();

    for (String destination :
        List.of(
            "/user/" + alice.user() + "/queue/inbox",
            "/topic/inbox." + alice.user(),
            "/queue/inbox",
            "/queue/inbox-user" + alice.user(),
            "/user/queue/inbox/" + alice.user())) {
      mallory
          .client()
          .sendWithReceipt(StompFrame.of("SUBSCRIBE", "id:x", "destination:" + destination));
      mallory.isRefused("bad-destination");
    }
    cast.nobodyElseHears();
  }

  @EveryWay
  void onlyTheInboxOfAUserCanBeWrittenTo(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person mallory = cast.person("mallory");
    mallory.listensForRefusals();

    for (String destination :
        List.of(
            "/topic/inbox." + alice.user(),
            "/user/" + alice.user() + "/queue/errors",
            "/user/" + alice.user() + "/queue/session",
            "/user/queue/inbox",
            "/user//queue/inbox",
            "/user/server/queue/inbox",
            "/user/" + "x".repeat(129) + "/queue/inbox")) {
      mallory.client().sendWithReceipt(mallory.client().sendFrame(destination, new byte[1]));
      mallory.isRefused("bad-destination");
    }
    cast.nobodyElseHears();
  }
}
