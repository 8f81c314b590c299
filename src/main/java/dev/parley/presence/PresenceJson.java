package dev.parley.presence;

import dev.parley.channel.Entry;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Json;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Tail;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What presence says to clients. */
final class PresenceJson {

  private PresenceJson() {}

  /** The JSON as a message of the channel's feed. */
  static Entry message(ChannelName channel, MessageId id, long at, byte[] json) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("destination", "/topic/" + ChannelName.presenceOf(channel));
    headers.put("content-type", "application/json");
    return new Entry(id, at, Tail.of(headers, json));
  }

  static byte[] join(Member member, long at) {
    return change("join", member, at);
  }

  static byte[] leave(Member member, long at) {
    return change("leave", member, at);
  }

  /** Everybody, or how many where there are too many to be named. */
  static byte[] snapshot(Snapshot snapshot) {
    return snapshot.isOnlyCount() ? count(snapshot.total()) : everybody(snapshot);
  }

  private static byte[] change(String type, Member member, long at) {
    StringBuilder out = new StringBuilder(128).append("{\"type\":\"").append(type).append("\",");
    appendMember(out, member);
    return bytes(out.append(",\"at\":").append(at).append('}'));
  }

  private static byte[] count(int total) {
    return bytes(new StringBuilder("{\"type\":\"count\",\"total\":").append(total).append('}'));
  }

  private static byte[] everybody(Snapshot snapshot) {
    StringBuilder out = new StringBuilder(64 + 96 * snapshot.total());
    out.append("{\"type\":\"snapshot\",\"members\":[");
    String separator = "";
    for (Snapshot.Present present : snapshot.members()) {
      out.append(separator).append('{');
      appendMember(out, present.member());
      out.append(",\"sessions\":").append(present.sessions());
      out.append(",\"since\":").append(present.since()).append('}');
      separator = ",";
    }
    return bytes(out.append("],\"total\":").append(snapshot.total()).append('}'));
  }

  private static void appendMember(StringBuilder out, Member member) {
    out.append("\"user\":");
    Json.quote(out, member.user());
    member
        .displayName()
        .ifPresent(
            name -> {
              out.append(",\"name\":");
              Json.quote(out, name);
            });
    member.info().ifPresent(info -> out.append(",\"info\":").append(info));
  }

  private static byte[] bytes(StringBuilder json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
