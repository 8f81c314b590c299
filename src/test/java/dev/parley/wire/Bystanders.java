package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Person;
import java.util.Optional;

/** Two people in a room, who must not notice what a third does to the service. */
final class Bystanders {

  private final Cast cast;
  private final Person alice;
  private final Person bob;
  private final String room;
  private final Stage stage;
  private final Optional<Integer> stored;
  private int said;

  private Bystanders(Stage stage, Cast cast) {
    this.stage = stage;
    this.cast = cast;
    room = cast.room("rooms.bystanders");
    alice = cast.person("alice");
    bob = cast.person("bob");
    alice.joins(room);
    bob.joins(room);
    stored = stage.storedChannels();
  }

  static Bystanders talking(Stage stage, Way way) {
    Bystanders bystanders = new Bystanders(stage, stage.cast(way));
    bystanders.talkOnAlone();
    return bystanders;
  }

  /** Where they talk, so that others can disturb. */
  String room() {
    return room;
  }

  /** They hear each other and nothing else, and no channel was made meanwhile. */
  void talkOn() {
    talkOnAlone();
    assertThat(stage.storedChannels()).isEqualTo(stored);
  }

  /** They hear each other and nothing else; others may make channels. */
  void talkOnAlone() {
    said++;
    alice.says(room, "alice " + said);
    bob.says(room, "bob " + said);
    alice.hears("alice " + said, "bob " + said);
    bob.hears("alice " + said, "bob " + said);
    cast.nobodyElseHears();
  }
}
