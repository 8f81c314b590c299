package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channel.Broker;
import dev.parley.channel.Entry;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Tail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every broker does while nothing disturbs it; each has a subclass. That it may lose, double
 * and reorder is the concern of those who listen.
 */
abstract class BrokerContract {

  private static final ChannelName LOBBY = new ChannelName("rooms", "lobby");
  private static final ChannelName ALERTS = new ChannelName("alerts", "all");

  private final Arrivals here = new Arrivals();
  private final Arrivals there = new Arrivals();

  /** The broker as that node uses it; a broker may serve several nodes. */
  abstract Broker brokerOf(String node);

  @BeforeEach
  void startTwoNodes() {
    confirmed(brokerOf("here").start("here", here));
    confirmed(brokerOf("there").start("there", there));
  }

  private static void confirmed(CompletionStage<Void> start) {
    assertThat(start.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void bringsAMessageToAnotherNodeAsItIs() {
    Tail tail =
        Tail.of(
            Map.of("destination", "/topic/rooms.lobby", "x-odd", "a:b\\c\nd\r\u00fc"),
            new byte[] {0, -1, '\n', '\n', 0, 7});
    Entry entry = new Entry(new MessageId("epoch1", 123_456_789_012L), 1_700_000_000_123L, tail);
    brokerOf("here").send(Set.of("there"), LOBBY, List.of(entry));

    Arrival arrival = there.next();
    assertThat(arrival.channel()).isEqualTo(LOBBY);
    assertThat(arrival.entries()).hasSize(1);
    Entry arrived = arrival.entries().getFirst();
    assertThat(arrived.id()).isEqualTo(entry.id());
    assertThat(arrived.timestamp()).isEqualTo(entry.timestamp());
    assertThat(arrived.tail().bytes()).isEqualTo(tail.bytes());
    assertThat(arrived.tail().isText()).isEqualTo(tail.isText());
  }

  @Test
  void bringsAMessageToTheSenderItself() {
    brokerOf("here").send(Set.of("here"), LOBBY, entries(1));

    assertThat(here.next().numbers()).containsExactly(1L);
  }

  @Test
  void bringsAMessageToEachNodeThatIsNamed() {
    brokerOf("here").send(Set.of("here", "there"), ALERTS, entries(1));

    assertThat(here.next().channel()).isEqualTo(ALERTS);
    assertThat(there.next().channel()).isEqualTo(ALERTS);
  }

  @Test
  void bringsNothingToANodeThatIsNotNamed() {
    brokerOf("here").send(Set.of("there"), LOBBY, entries(1));
    brokerOf("here").send(Set.of("here", "there"), LOBBY, entries(2));

    assertThat(there.next(2)).containsExactly(1L, 2L);
    assertThat(here.next().numbers()).containsExactly(2L);
  }

  @Test
  void nodeThatIsGoneHindersNobody() {
    brokerOf("here").send(Set.of("gone", "there"), LOBBY, entries(1));
    brokerOf("here").send(Set.of("gone"), LOBBY, entries(2));
    brokerOf("here").send(Set.of(), LOBBY, entries(3));
    brokerOf("here").send(Set.of("there"), LOBBY, entries(4));

    assertThat(there.next(2)).containsExactly(1L, 4L);
  }

  @Test
  void severalMessagesArriveInTheirOrder() {
    brokerOf("here").send(Set.of("there"), LOBBY, entries(1, 2, 3));
    brokerOf("here").send(Set.of("there"), LOBBY, entries(4));

    assertThat(there.next(4)).containsExactly(1L, 2L, 3L, 4L);
  }

  private static List<Entry> entries(long... numbers) {
    return LongStream.of(numbers).mapToObj(BrokerContract::entry).toList();
  }

  private static Entry entry(long number) {
    byte[] body = ("message " + number).getBytes(StandardCharsets.UTF_8);
    Tail tail = Tail.of(Map.of("destination", "/topic/rooms.lobby"), body);
    return new Entry(new MessageId("epoch1", number), 1000 + number, tail);
  }

  private record Arrival(ChannelName channel, List<Entry> entries) {

    List<Long> numbers() {
      return entries.stream().map(Entry::number).toList();
    }
  }

  private static final class Arrivals implements Broker.Receiver {

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    @Override
    public void arrived(ChannelName channel, List<Entry> entries) {
      arrivals.add(new Arrival(channel, entries));
    }

    Arrival next() {
      try {
        Arrival arrival = arrivals.poll(10, TimeUnit.SECONDS);
        if (arrival == null) {
          throw new AssertionError("nothing arrived");
        }
        return arrival;
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }

    /** The next numbers, however they are cut up. */
    List<Long> next(int count) {
      List<Long> numbers = new ArrayList<>();
      while (numbers.size() < count) {
        numbers.addAll(next().numbers());
      }
      return numbers;
    }
  }
}
