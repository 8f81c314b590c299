package dev.parley.loadtest.client;

import dev.parley.loadtest.history.PresenceLog;
import dev.parley.loadtest.history.PresenceLog.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A message of a channel's presence. */
record PresenceMessage(What what, List<String> users, long time) {

  static PresenceMessage read(String json) {
    Map<?, ?> object = Json.object(json);
    What what = What.valueOf(String.valueOf(object.get("type")).toUpperCase(Locale.ROOT));
    List<String> users = new ArrayList<>();
    long time = 0;
    switch (what) {
      case SNAPSHOT -> {
        if (object.get("members") instanceof List<?> members) {
          for (Object member : members) {
            users.add(String.valueOf(((Map<?, ?>) member).get("user")));
          }
        }
      }
      case JOIN, LEAVE -> {
        users.add(String.valueOf(object.get("user")));
        time = object.get("at") instanceof Double at ? at.longValue() : 0;
      }
      case COUNT -> {}
    }
    return new PresenceMessage(what, users, time);
  }

  void tell(PresenceLog log) {
    log.told(what, users, time);
  }

  /** The subscription that a problem (RFC 9457) names; nothing where it names none. */
  static String subscriptionIn(String problem) {
    Object id = Json.object(problem).get("subscription");
    return id instanceof String text ? text : "";
  }
}
