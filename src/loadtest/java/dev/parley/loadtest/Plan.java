package dev.parley.loadtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How many do what.
 *
 * @param name begins all names of users and rooms, so that runs on one service do not meet
 * @param rooms fewer than the subscriptions that the service allows a session
 * @param roomsPerClient that each client follows
 * @param rate messages per second of all clients together
 * @param size bytes of a body
 * @param unrest how often per second some client is cut, repeats itself, leaves, comes back or
 *     changes its rooms
 */
public record Plan(
    String name, int clients, int rooms, int roomsPerClient, double rate, int size, double unrest) {

  /** A few dozen clients who never rest. */
  public static Plan ofUnrest(String name, int clients, int rooms) {
    return new Plan(name, clients, rooms, Math.min(3, rooms), 2.0 * clients, 64, clients / 5.0);
  }

  /** Every third client is another session of the user before it. */
  String user(int client) {
    return name + "-" + (client % 3 == 2 ? client - 1 : client);
  }

  String room(int number) {
    return "rooms." + name + "-" + number;
  }

  List<String> everyRoom() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < rooms; i++) {
      all.add(room(i));
    }
    return all;
  }

  String anyRoom(Random random) {
    return room(random.nextInt(rooms));
  }
}
