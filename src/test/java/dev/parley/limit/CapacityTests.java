package dev.parley.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How many connections a node and an address may have. */
class CapacityTests {

  private static final InetAddress ONE = InetAddress.ofLiteral("203.0.113.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("203.0.113.2");

  private static Capacity capacity(int connections, int perAddress) {
    return new Capacity(new ConnectionSettings(connections, perAddress, 0));
  }

  @Test
  void anAddressHasSoManyAndOthersHaveTheirOwn() {
    Capacity capacity = capacity(0, 2);
    Capacity.Place first = capacity.take(ONE).orElseThrow();
    assertThat(capacity.take(ONE)).isPresent();

    assertThat(capacity.take(ONE)).isEmpty();
    assertThat(capacity.take(OTHER)).isPresent();
    capacity.giveBack(first);
    assertThat(capacity.take(ONE)).isPresent();
    assertThat(capacity.taken()).isEqualTo(3);
  }

  @Test
  void aNodeHasSoManyWhereverTheyComeFrom() {
    Capacity capacity = capacity(2, 0);
    Capacity.Place first = capacity.take(ONE).orElseThrow();
    assertThat(capacity.take(OTHER)).isPresent();

    assertThat(capacity.take(ONE)).isEmpty();
    capacity.giveBack(first);
    assertThat(capacity.take(ONE)).isPresent();
  }

  @Test
  void aHouseholdsAddressesAreOne() {
    Capacity capacity = capacity(0, 1);
    assertThat(capacity.take(InetAddress.ofLiteral("2001:db8:0:1::1"))).isPresent();

    assertThat(capacity.take(InetAddress.ofLiteral("2001:db8:0:1:ffff::2"))).isEmpty();
    assertThat(capacity.take(InetAddress.ofLiteral("2001:db8:0:2::1"))).isPresent();
  }

  @Test
  void nothingIsKeptOfWhoIsGone() {
    Capacity capacity = capacity(10, 2);
    List<Capacity.Place> places = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      capacity.take(ONE).ifPresent(places::add);
    }

    places.forEach(capacity::giveBack);

    assertThat(capacity.taken()).isZero();
    assertThat(capacity.networks()).isZero();
  }

  @Test
  void whatWasFullIsNotAnyMoreWhenThereIsSomeRoom() {
    Capacity capacity = capacity(40, 0);
    List<Capacity.Place> places = new ArrayList<>();
    for (int i = 0; i < 39; i++) {
      places.add(capacity.take(ONE).orElseThrow());
    }
    assertThat(capacity.isFull()).isFalse();

    for (int again = 0; again < 3; again++) {
      places.add(capacity.take(ONE).orElseThrow());
      assertThat(capacity.isFull()).isTrue();
      capacity.giveBack(places.removeLast());
      assertThat(capacity.isFull()).isTrue();
    }
    capacity.giveBack(places.removeLast());
    assertThat(capacity.isFull()).isFalse();
  }

  @Test
  void theOnlyPlaceIsRoomEnough() {
    Capacity capacity = capacity(1, 0);
    Capacity.Place only = capacity.take(ONE).orElseThrow();
    assertThat(capacity.isFull()).isTrue();

    capacity.giveBack(only);
    assertThat(capacity.isFull()).isFalse();
  }

  @Test
  void withoutALimitNothingIsFull() {
    Capacity capacity = capacity(0, 0);
    Capacity.Place place = capacity.take(ONE).orElseThrow();
    assertThat(capacity.isFull()).isFalse();
    capacity.giveBack(place);
    assertThat(capacity.isFull()).isFalse();
  }

  @Test
  void howeverManyComeAtOnceNoMoreAreTaken() throws Exception {
    Capacity capacity = capacity(50, 30);
    CountDownLatch go = new CountDownLatch(1);
    List<Future<Optional<Capacity.Place>>> askers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 400; i++) {
        InetAddress from = i % 2 == 0 ? ONE : OTHER;
        askers.add(
            threads.submit(
                () -> {
                  go.await();
                  return capacity.take(from);
                }));
      }
      go.countDown();
    }

    int taken = 0;
    for (Future<Optional<Capacity.Place>> asker : askers) {
      taken += asker.get().isPresent() ? 1 : 0;
    }
    assertThat(taken).isLessThanOrEqualTo(50).isGreaterThanOrEqualTo(49);
    assertThat(capacity.taken()).isEqualTo(taken);
  }
}
