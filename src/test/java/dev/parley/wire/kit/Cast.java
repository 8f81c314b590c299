package dev.parley.wire.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/**
 * The people of one test, who come by the same door and transport. Users and rooms get a suffix of
 * their own, so that tests on a service that others use do not meet.
 */
public final class Cast implements AutoCloseable {

  private final String suffix =
      "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  private final List<Person> people = new ArrayList<>();
  private final Target target;
  private final Door door;
  private final Transport transport;

  public Cast(Target target, Door door, Transport transport) {
    this.target = target;
    this.door = door;
    this.transport = transport;
  }

  /** Connects a person whose user name begins with this name. */
  public Person person(String name) {
    return person(name, UnaryOperator.identity());
  }

  /** The same with a token that was changed. */
  public Person person(String name, UnaryOperator<TokenDraft> token) {
    String user = name + suffix;
    TokenDraft draft = token.apply(target.tokens().user(user));
    return joined(new Person(user, draft.sign(), transport, target.at(door)));
  }

  /** Another connection of the same user. */
  public Person another(Person same) {
    String token = target.tokens().of(same.user());
    return joined(new Person(same.user(), token, transport, target.at(door)));
  }

  private Person joined(Person person) {
    people.add(person);
    return person;
  }

  /** A channel name such as {@code rooms.lobby} made unique for this test. */
  public String room(String channel) {
    return channel + suffix;
  }

  /** Nobody has anything that was not asked for; offline people do not count. */
  public void nobodyElseHears() {
    people.stream().filter(Person::isOnline).forEach(Person::hearsNothing);
  }

  @Override
  public void close() {
    people.forEach(Person::close);
  }
}
