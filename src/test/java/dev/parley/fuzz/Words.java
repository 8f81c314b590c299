package dev.parley.fuzz;

import java.util.List;
import java.util.random.RandomGenerator;

/** The words that frames are made of: those that mean something, and those that nearly do. */
final class Words {

  static final List<String> COMMANDS =
      List.of(
          "SEND",
          "SUBSCRIBE",
          "UNSUBSCRIBE",
          "BEGIN",
          "COMMIT",
          "ABORT",
          "ACK",
          "NACK",
          "CONNECT",
          "STOMP",
          "DISCONNECT",
          "MESSAGE",
          "send",
          "SEN",
          "SENDS",
          "CONNECTED",
          "");

  static final List<String> NAMES =
      List.of(
          "destination",
          "id",
          "receipt",
          "transaction",
          "content-length",
          "content-type",
          "since",
          "ack",
          "message-id",
          "subscription",
          "idempotency-key",
          "accept-version",
          "host",
          "heart-beat",
          "Authorization",
          "selector",
          "before",
          "limit",
          "durable",
          "prefetch-count",
          "body-encoding",
          "x-own",
          "x-",
          "x-key",
          "simpDestination",
          "nativeHeaders",
          "",
          "a b");

  static final List<String> DESTINATIONS =
      List.of(
          "/topic/rooms.fuzz",
          "/topic/presence.rooms.fuzz",
          "/app/presence.rooms.fuzz",
          "/app/history.rooms.fuzz",
          "/app/online.fuzz",
          "/user/queue/inbox",
          "/user/queue/errors",
          "/user/queue/session",
          "/user/fuzz/queue/inbox",
          "/app/token",
          "/app/nothing",
          "/topic/rooms.*",
          "/topic/rooms.**",
          "/topic/presence.presence.rooms.a",
          "/topic/inbox.a",
          "/user//queue/inbox",
          "/user/a%2Fb/queue/inbox",
          "/user/queue/queue/queue",
          "/topic/",
          "/topic/rooms.a/../rooms.b",
          "/user/%00/queue/inbox",
          "/queue/a",
          "/app/",
          "/app/history.",
          "/user/queue/inbox-user123",
          "/topic/rooms.fuzz;x=1",
          "/topic/rooms.\u0000",
          "topic",
          "/");

  static final List<String> VALUES =
      List.of(
          "",
          "0",
          "1",
          "-1",
          "2147483647",
          "2147483648",
          "99999999999999999999",
          "1e3",
          "0x1",
          " 1",
          "a",
          "last:5",
          "last:-1",
          "last:2147483648",
          "a-1",
          "epoch0-0",
          "a-999999999999999999",
          "1.2",
          "1.0,1.1,1.2",
          ",,,",
          "0,0",
          "10000,10000",
          "-1,-1",
          "1,2,3",
          "999999999,999999999",
          "auto",
          "client",
          "client-individual",
          "base64",
          "text/plain",
          "text/",
          "/;;;",
          "true",
          "Bearer",
          "Bearer a.b.c",
          "Bearer " + "a".repeat(200),
          "T(java.lang.Runtime).getRuntime().exec('touch /tmp/x')",
          "${jndi:ldap://127.0.0.1/a}",
          "\\c",
          "\\n",
          "\\\\",
          "\\",
          "\\t",
          "\\r",
          "a:b",
          "ü€🦜",
          "\ud800",
          "\u0000",
          "%00",
          "\t",
          "a\rb",
          "{\"a\":[1,{}]}");

  static final List<String> LINE_ENDS = List.of("\n", "\n", "\n", "\r\n", "\r", "\n\n", "", "\0");

  private Words() {}

  static String any(RandomGenerator random, List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  /** Mostly empty or short, sometimes above what any limit allows. */
  static String filler(RandomGenerator random) {
    int length =
        switch (random.nextInt(40)) {
          case 0 -> random.nextInt(70_000);
          case 1, 2, 3 -> random.nextInt(2_000);
          default -> random.nextInt(20);
        };
    return String.valueOf((char) (' ' + random.nextInt(95))).repeat(length);
  }
}
