package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may listen and speak where, by the options of the namespace; see {@code wire.yml}. */
@Timeout(60)
class RightsIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  private static void mayNotJoin(Person person, String channel, String code) {
    StompClient client = person.client();
    client.sendWithReceipt(StompFrame.of("SUBSCRIBE", "id:x", "destination:/topic/" + channel));
    person.isRefused(code);
  }

  private static void mayNotSay(Person person, String channel, String code) {
    StompClient client = person.client();
    client.sendWithReceipt(client.sendFrame("/topic/" + channel, new byte[1]));
    person.isRefused(code);
  }

  private static Person wary(Person person) {
    person.listensForRefusals();
    return person;
  }

  @EveryWay
  void whereAClaimIsAskedForTheTokenDecides(Way way) {
    Cast cast = stage.cast(way);
    String one = cast.room("granted.one");
    Person alice =
        wary(cast.person("alice", t -> t.channels(List.of(one, "granted.a.*"), List.of(one))));

    alice.joins(one);
    alice.says(one, "hi");
    alice.hears("hi");
    alice.joins("granted.a.b");
    mayNotSay(alice, "granted.a.b", "forbidden");
    mayNotJoin(alice, "granted.a.b.c", "forbidden");
    mayNotJoin(alice, "granted.a", "forbidden");
    mayNotJoin(alice, one + "x", "forbidden");
    cast.nobodyElseHears();
  }

  @EveryWay
  void twoStarsGrantTheRest(Way way) {
    Cast cast = stage.cast(way);
    Person alice =
        wary(cast.person("alice", t -> t.channels(List.of("granted.a.**"), List.of("**"))));

    alice.joins("granted.a.b");
    alice.joins("granted.a.b.c.d");
    mayNotJoin(alice, "granted.b", "forbidden");
    alice.says(cast.room("granted.b"), "hi");
    cast.nobodyElseHears();
  }

  @EveryWay
  void aTokenThatGrantsNothingOpensNothingThere(Way way) {
    Cast cast = stage.cast(way);
    Person alice = wary(cast.person("alice"));

    mayNotJoin(alice, cast.room("granted.one"), "forbidden");
    mayNotSay(alice, cast.room("granted.one"), "forbidden");
  }

  @EveryWay
  void membersSpeakWhileTheyAreMembers(Way way) {
    Cast cast = stage.cast(way);
    Person alice = wary(cast.person("alice"));
    Person sameUser = wary(cast.another(alice));
    String club = cast.room("clubs.chess");

    mayNotSay(alice, club, "forbidden");
    alice.joins(club);
    alice.says(club, "hi");
    mayNotSay(sameUser, club, "forbidden");
    alice.leaves(club);
    mayNotSay(alice, club, "forbidden");

    alice.hears("hi");
    cast.nobodyElseHears();
  }

  @EveryWay
  void onlyTheServerSpeaksOrListensWhereItIsSaidSo(Way way) {
    Cast cast = stage.cast(way);
    Person alice = wary(cast.person("alice", t -> t.channels(List.of("**"), List.of("**"))));

    alice.joins(cast.room("news.today"));
    mayNotSay(alice, cast.room("news.today"), "forbidden");
    mayNotJoin(alice, cast.room("vault.keys"), "forbidden");
    alice.says(cast.room("vault.keys"), "into the dark");
    cast.nobodyElseHears();
  }

  @EveryWay
  void aNamespaceThatNobodyConfiguredDoesNotExist(Way way) {
    Cast cast = stage.cast(way);
    Person alice = wary(cast.person("alice"));

    mayNotJoin(alice, "nowhere.at-all", "unknown-namespace");
    mayNotSay(alice, "nowhere.at-all", "unknown-namespace");
    mayNotJoin(alice, "events.all", "unknown-namespace");
    mayNotJoin(alice, "nodes.all", "unknown-namespace");
  }

  @EveryWay
  void aFullChannelTakesNobodyMoreUntilSomebodyLeaves(Way way) {
    Cast cast = stage.cast(way);
    String pair = cast.room("pairs.us");
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    Person carol = wary(cast.person("carol"));
    alice.joins(pair);
    bob.joins(pair);

    mayNotJoin(carol, pair, "channel-full");
    cast.another(bob).joins(pair);
    bob.says(pair, "just us");
    alice.hears("just us");
    alice.leaves(pair);
    carol.joins(pair, "since:last:1");

    carol.hears("just us");
    assertThat(carol.says(pair, "hi")).endsWith("-2");
  }

  @EveryWay
  void whereNothingIsKeptOnlyWhoIsThereHears(Way way) {
    Cast cast = stage.cast(way);
    String typing = cast.room("typing.lobby");
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    alice.joins(typing);

    String id = bob.says(typing, "…");
    bob.joins(typing, "since:last:9");
    bob.says(typing, "!");

    assertThat(id).endsWith("-1");
    alice.hears("…", "!");
    bob.hears("!");
    cast.nobodyElseHears();
  }
}
