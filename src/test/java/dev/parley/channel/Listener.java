package dev.parley.channel;

import dev.parley.protocol.HeadStyle;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.StompVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A subscriber that reads its frames back and writes down what it heard. */
final class Listener implements Subscriber {

  /** One MESSAGE as the client reads it. */
  record Heard(String subscription, MessageId id, long timestamp, String body, boolean gap) {

    long number() {
      return id.number();
    }
  }

  private final List<Heard> heard = new ArrayList<>();
  private final List<Runnable> waitingForRoom = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final Lane lane;
  private final BiConsumer<Joined, Heard> ear;
  private final HeadStyle style;
  private Optional<Joined> joined = Optional.empty();
  private Optional<RefusalCode> refused = Optional.empty();
  private int room = Integer.MAX_VALUE;
  private boolean gone;

  Listener(Lane lane) {
    this(lane, "sub-0");
  }

  Listener(Lane lane, String subscription) {
    this(lane, subscription, (place, message) -> {});
  }

  /** Tells each message as it comes, with where the subscription began. */
  Listener(Lane lane, String subscription, BiConsumer<Joined, Heard> ear) {
    this.lane = lane;
    this.ear = ear;
    this.style = new HeadStyle(subscription, false, StompVersion.V1_2, false);
  }

  List<Heard> heard() {
    return heard;
  }

  List<Long> numbers() {
    return heard.stream().map(Heard::number).toList();
  }

  List<String> bodies() {
    return heard.stream().map(Heard::body).toList();
  }

  /** The numbers of the messages that were marked. */
  List<Long> gaps() {
    return heard.stream().filter(Heard::gap).map(Heard::number).toList();
  }

  Optional<Joined> joined() {
    return joined;
  }

  Optional<RefusalCode> refused() {
    return refused;
  }

  /** What was said to it that must never be said. */
  List<String> complaints() {
    return complaints;
  }

  /** From now on there is room for so many messages. */
  void roomFor(int messages) {
    room = messages;
    if (room > 0) {
      List<Runnable> waiting = List.copyOf(waitingForRoom);
      waitingForRoom.clear();
      waiting.forEach(more -> lane.run(more, 1));
    }
  }

  /** From now on, in the lane, nothing may be said to it any more. */
  void goes() {
    lane.run(() -> gone = true, 0);
  }

  @Override
  public Lane lane() {
    return lane;
  }

  @Override
  public HeadStyle style() {
    return style;
  }

  @Override
  public void joined(Joined place) {
    complainIf(gone || joined.isPresent() || refused.isPresent(), "joined");
    joined = Optional.of(place);
  }

  @Override
  public void refused(Refusal refusal) {
    complainIf(gone || refused.isPresent(), "refused");
    refused = Optional.of(refusal.code());
  }

  @Override
  public void send(OutFrame frame) {
    Heard message = read(frame);
    complainIf(gone || joined.isEmpty() || refused.isPresent(), "sent " + message.id());
    joined.ifPresent(place -> ear.accept(place, message));
    heard.add(message);
    room = Math.max(0, room - 1);
  }

  @Override
  public boolean hasRoom() {
    return room > 0;
  }

  @Override
  public void whenRoom(Runnable more) {
    waitingForRoom.add(more);
  }

  private void complainIf(boolean wrong, String what) {
    if (wrong) {
      complaints.add(what + " out of turn");
    }
  }

  private static Heard read(OutFrame frame) {
    String text = new String(frame.bytes(), StandardCharsets.UTF_8);
    int end = text.indexOf("\n\n");
    Map<String, String> headers = new HashMap<>();
    text.substring(0, end)
        .lines()
        .skip(1)
        .map(line -> line.split(":", 2))
        .forEach(header -> headers.put(header[0], header[1]));
    return new Heard(
        headers.getOrDefault("subscription", ""),
        MessageId.parse(headers.getOrDefault("message-id", "")).orElseThrow(),
        Long.parseLong(headers.getOrDefault("timestamp", "")),
        text.substring(end + 2, text.length() - 1),
        headers.containsKey("gap"));
  }
}
