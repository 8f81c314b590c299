package dev.parley.identity;

import java.util.List;

/**
 * Channels by name: segments between dots, where {@code *} is any one segment and {@code **}, at
 * the end only, is one or more.
 */
record ChannelPattern(List<String> segments) {

  private static final String ONE = "*";
  private static final String REST = "**";

  static ChannelPattern parse(String text) {
    List<String> segments = List.of(text.split("\\.", -1));
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      boolean wild = segment.equals(ONE) || (segment.equals(REST) && i == segments.size() - 1);
      if (segment.isEmpty() || (segment.contains(ONE) && !wild)) {
        throw new IllegalArgumentException("not a pattern of channels");
      }
    }
    return new ChannelPattern(segments);
  }

  boolean matches(String channel) {
    List<String> names = List.of(channel.split("\\.", -1));
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (i == names.size()) {
        return false;
      }
      if (segment.equals(REST)) {
        return true;
      }
      if (!segment.equals(ONE) && !segment.equals(names.get(i))) {
        return false;
      }
    }
    return names.size() == segments.size();
  }
}
