package dev.parley.presence;

import dev.parley.channel.Joined;
import dev.parley.channel.Lane;
import dev.parley.channel.Serial;
import dev.parley.channel.Subscriber;
import dev.parley.protocol.HeadStyle;
import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.StompVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of one presence feed: keeps what it was told, and what that makes of who is there. What
 * no server may say, such as a join of somebody who is there, is a complaint.
 */
final class FeedReader implements Subscriber {

  private static final JsonMapper JSON = new JsonMapper();

  private final Serial serial = new Serial();
  private final Lane lane = (task, writes) -> serial.run(task);
  private final List<String> frames = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final Set<String> members = new TreeSet<>();
  private boolean joined;
  private boolean begun;
  private boolean named;
  private int total;

  /** The bodies so far. */
  List<String> told() {
    return frames.stream().map(FeedReader::body).toList();
  }

  List<String> frames() {
    return frames;
  }

  /** The bodies so far, and from now on only newer ones. */
  List<String> hears() {
    List<String> told = told();
    frames.clear();
    return told;
  }

  List<String> complaints() {
    return complaints;
  }

  /** Who is there; empty where only the number is known. */
  Optional<Set<String>> members() {
    return named ? Optional.of(members) : Optional.empty();
  }

  int total() {
    return total;
  }

  @Override
  public Lane lane() {
    return lane;
  }

  @Override
  public HeadStyle style() {
    return new HeadStyle("sub-0", false, StompVersion.V1_2, false);
  }

  @Override
  public void joined(Joined joined) {
    this.joined = true;
    if (!joined.recovered()) {
      complaints.add("not recovered");
    }
  }

  @Override
  public void refused(Refusal refusal) {
    complaints.add("refused: " + refusal.code());
  }

  @Override
  public boolean hasRoom() {
    return true;
  }

  @Override
  public void whenRoom(Runnable more) {
    throw new IllegalStateException("there is always room");
  }

  @Override
  public void send(OutFrame frame) {
    String text = new String(frame.bytes(), StandardCharsets.UTF_8);
    frames.add(text);
    if (!joined || text.contains("\ngap:true\n")) {
      complaints.add("unexpected: " + text);
    }
    JsonNode json = JSON.readTree(body(text));
    String type = json.get("type").asString();
    boolean whole = type.equals("snapshot") || type.equals("count");
    if (!begun && !whole) {
      complaints.add("begins with " + type);
    }
    begun = true;
    fold(type, json);
  }

  private void fold(String type, JsonNode json) {
    switch (type) {
      case "snapshot" -> {
        members.clear();
        StreamSupport.stream(json.get("members").spliterator(), false)
            .forEach(member -> members.add(member.get("user").asString()));
        named = true;
        total = json.get("total").asInt();
      }
      case "count" -> {
        members.clear();
        named = false;
        total = json.get("total").asInt();
      }
      case "join" -> change(members.add(json.get("user").asString()), 1, json);
      case "leave" -> change(members.remove(json.get("user").asString()), -1, json);
      default -> complaints.add("unknown: " + json);
    }
  }

  private void change(boolean changed, int difference, JsonNode json) {
    if (!named || !changed) {
      complaints.add("out of turn: " + json);
    }
    total += difference;
  }

  private static String body(String frame) {
    return frame.substring(frame.indexOf("\n\n") + 2, frame.length() - 1);
  }
}
