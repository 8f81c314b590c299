package dev.parley.broker;

import dev.parley.channel.Entry;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Tail;
import java.util.Map;

/** Messages to send. */
final class Parcels {

  static final ChannelName LOBBY = new ChannelName("rooms", "lobby");

  private Parcels() {}

  static Parcel numbered(long number) {
    return ofSize(number, 10);
  }

  static Parcel ofSize(long number, int body) {
    return new Parcel(LOBBY, entry(number, new byte[body]));
  }

  static Entry entry(long number, byte[] body) {
    Tail tail = Tail.of(Map.of("destination", "/topic/rooms.lobby"), body);
    return new Entry(new MessageId("epoch1", number), 1000 + number, tail);
  }
}
