package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channel.Broker;
import dev.parley.channel.Entry;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Tail;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTests {

  private static final Envelope ENVELOPE = new Envelope("parley");

  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  @Test
  void bringsBackWhatWasPutIn() {
    for (int round = 0; round < 300; round++) {
      List<Parcel> parcels = parcels(random.nextInt(6));

      List<Parcel> back = messages(ENVELOPE.open(ENVELOPE.seal(parcels)));

      assertThat(back.stream().map(EnvelopeTests::told).toList())
          .isEqualTo(parcels.stream().map(EnvelopeTests::told).toList());
    }
  }

  @Test
  void bringsNamesThatTheServerMakes() {
    ChannelName feed = ChannelName.presenceOf(new ChannelName("rooms", "x".repeat(128)));
    Parcel parcel = new Parcel(feed, Parcels.entry(1, new byte[0]));

    assertThat(messages(ENVELOPE.open(ENVELOPE.seal(List.of(parcel)))).getFirst().channel())
        .isEqualTo(feed);
  }

  @Test
  void knowsItsSizeBeforehand() {
    List<Parcel> parcels = parcels(5);

    assertThat(ENVELOPE.seal(parcels))
        .hasSize(Envelope.HEAD + parcels.stream().mapToInt(Parcel::size).sum());
  }

  @Test
  void handsOnMessagesOfOneChannelTogether() {
    ChannelName alerts = new ChannelName("alerts", "all");
    Parcel alert = new Parcel(alerts, Parcels.entry(7, new byte[0]));
    List<String> arrived = new ArrayList<>();
    Broker.Receiver receiver =
        (channel, entries) ->
            arrived.add(channel + " " + entries.stream().map(Entry::number).toList());

    new Opened.Messages(
            List.of(Parcels.numbered(1), Parcels.numbered(2), alert, Parcels.numbered(3)))
        .to(receiver);

    assertThat(arrived).containsExactly("rooms.lobby [1, 2]", "alerts.all [7]", "rooms.lobby [3]");
  }

  @Test
  void bringsBackTheMarkOfAProbe() {
    assertThat(ENVELOPE.open(ENVELOPE.sealProbe(-77))).isEqualTo(new Opened.Probe(-77));
  }

  @Test
  void whatIsCutOffIsNotReadAsSomethingElse() {
    List<Parcel> parcels = parcels(3);
    byte[] whole = ENVELOPE.seal(parcels);
    List<String> sent = parcels.stream().map(EnvelopeTests::told).toList();
    for (int length = 0; length < whole.length; length++) {
      switch (ENVELOPE.open(Arrays.copyOf(whole, length))) {
        case Opened.Rejected(Loss loss) -> assertThat(loss).isEqualTo(Loss.TRUNCATED);
        // Cut between two messages: the first ones are as they were.
        case Opened.Messages(List<Parcel> first) ->
            assertThat(first.stream().map(EnvelopeTests::told).toList())
                .isEqualTo(sent.subList(0, first.size()));
        case Opened.Probe probe -> throw new AssertionError(probe);
      }
    }
  }

  @Test
  void whateverBitIsWrongNothingBreaks() {
    byte[] whole = ENVELOPE.seal(parcels(3));
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] broken = whole.clone();
      broken[bit / 8] ^= (byte) (1 << bit % 8);
      assertSound(ENVELOPE.open(broken));
    }
  }

  @Test
  void whateverBytesComeNothingBreaks() {
    byte[] head = Arrays.copyOf(ENVELOPE.sealProbe(0), Envelope.HEAD);
    head[5] = Envelope.MESSAGES;
    for (int round = 0; round < 20_000; round++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      assertSound(ENVELOPE.open(noise));
      byte[] after = Arrays.copyOf(head, head.length + noise.length);
      System.arraycopy(noise, 0, after, head.length, noise.length);
      assertSound(ENVELOPE.open(after));
    }
  }

  @Test
  void saysWhyItRejects() {
    byte[] whole = ENVELOPE.seal(List.of(Parcels.numbered(1)));

    assertThat(rejected("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Loss.GARBAGE);
    assertThat(rejected(with(whole, 4, (byte) 2))).isEqualTo(Loss.VERSION);
    assertThat(rejected(with(whole, 5, (byte) 9))).isEqualTo(Loss.GARBAGE);
    assertThat(rejected(new Envelope("other").seal(List.of(Parcels.numbered(1)))))
        .isEqualTo(Loss.FOREIGN);
    assertThat(rejected(Arrays.copyOf(whole, whole.length - 1))).isEqualTo(Loss.TRUNCATED);
    assertThat(rejected(Arrays.copyOf(whole, Envelope.LARGEST + 1))).isEqualTo(Loss.OVERSIZED);
    assertThat(rejected(Arrays.copyOf(ENVELOPE.sealProbe(1), Envelope.HEAD + 9)))
        .isEqualTo(Loss.GARBAGE);
  }

  @Test
  void aLengthThatIsALieCostsNoMemory() {
    byte[] whole = ENVELOPE.seal(List.of(Parcels.numbered(1)));
    int tail = Parcels.numbered(1).entry().tail().size();
    byte[] liar = whole.clone();
    ByteBuffer.wrap(liar).putInt(whole.length - tail - 4, Integer.MAX_VALUE);

    // Two billion bytes would be an OutOfMemoryError.
    for (int i = 0; i < 100; i++) {
      assertThat(rejected(liar)).isEqualTo(Loss.TRUNCATED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-length:3\n\nabc",
        "content-length:3\n\nabcd\0",
        "content-length:3\n\nab\0",
        "content-length:+3\n\nabc\0",
        "content-length:\n\nabc\0",
        "content-length:9999999999\n\nabc\0",
        "destination:/topic/a\n\nabc\0",
        "\n\nabc\0",
        "no colon\ncontent-length:3\n\nabc\0",
        ":no name\ncontent-length:3\n\nabc\0",
        "a:b:c\ncontent-length:3\n\nabc\0",
        "a:b\\x\ncontent-length:3\n\nabc\0",
        "a:b\0c\ncontent-length:3\n\nabc\0",
        "a:b\rc\ncontent-length:3\n\nabc\0",
        "a:b\\",
      })
  void noTailThatWouldBreakAClientsFrames(String tail) {
    byte[] good = "content-length:3\n\nabc\0".getBytes(StandardCharsets.UTF_8);
    byte[] bad = tail.getBytes(StandardCharsets.UTF_8);

    assertThat(TailCheck.isSound(good)).isTrue();
    assertThat(TailCheck.isSound(bad)).isFalse();
    assertThat(TailCheck.isSound(new byte[] {'a', ':', -1, '\n', 'c'})).isFalse();
  }

  private static byte[] with(byte[] bytes, int index, byte value) {
    byte[] changed = bytes.clone();
    changed[index] = value;
    return changed;
  }

  private static Loss rejected(byte[] bytes) {
    return ((Opened.Rejected) ENVELOPE.open(bytes)).loss();
  }

  private static List<Parcel> messages(Opened opened) {
    return ((Opened.Messages) opened).parcels();
  }

  /** What is let in can go to clients of every kind. */
  private static void assertSound(Opened opened) {
    if (opened instanceof Opened.Messages(List<Parcel> parcels)) {
      for (Parcel parcel : parcels) {
        Tail tail = parcel.entry().tail();
        assertThat(Tail.of(tail.headers(), tail.body()).body()).isEqualTo(tail.body());
      }
    }
  }

  private static String told(Parcel parcel) {
    Entry entry = parcel.entry();
    return parcel.channel()
        + " "
        + entry.id()
        + " "
        + entry.timestamp()
        + " "
        + Arrays.toString(entry.tail().bytes());
  }

  private List<Parcel> parcels(int count) {
    return IntStream.range(0, count).mapToObj(each -> parcel()).toList();
  }

  private Parcel parcel() {
    byte[] body = new byte[random.nextInt(100)];
    random.nextBytes(body);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("destination", "/topic/rooms.lobby");
    headers.put("x-odd", "a:b\\c\nd\r\u00fc" + random.nextInt());
    MessageId id = new MessageId("e" + random.nextInt(1000), 1 + random.nextLong(1L << 50));
    Entry entry = new Entry(id, random.nextLong(1L << 50), Tail.of(headers, body));
    return new Parcel(new ChannelName("rooms", "r" + random.nextInt(3)), entry);
  }
}
