package dev.parley.broker;

import dev.parley.channel.Entry;
import dev.parley.protocol.ChannelName;

/** One message on its way to another node. */
record Parcel(ChannelName channel, Entry entry) {

  /** What an envelope adds to the names and the tail. */
  private static final int FRAME = 2 + 1 + 8 + 8 + 4;

  /** Bytes in an envelope. */
  int size() {
    int name = channel.namespace().length() + 1 + channel.name().length();
    return FRAME + name + entry.id().epoch().length() + entry.tail().size();
  }
}
