package dev.parley.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What happens in one run, and under which conditions; the same seed makes the same.
 *
 * @param history how many messages the channel keeps
 * @param far from how many of the nodes the store is far away, so that its answers take their time
 * @param busy whether the lanes lag behind
 * @param fragile whether the store may lose what it has
 */
record Scenario(long seed, int history, int far, boolean busy, boolean fragile, List<Step> steps) {

  static final int NODES = 2;
  static final int CLIENTS = 4;
  static final int LANES = 2;
  private static final int KEYS = 6;
  private static final int[] HISTORIES = {0, 1, 3, 20, 300, 1000};

  static Scenario of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int history = HISTORIES[random.nextInt(HISTORIES.length)];
    Scenario conditions =
        new Scenario(
            seed,
            history,
            random.nextInt(NODES + 1),
            random.nextInt(3) == 0,
            random.nextInt(3) > 0,
            List.of());
    int length = random.nextInt(10, 90);
    List<Step> steps = new ArrayList<>(length);
    steps.add(subscribe(random));
    steps.add(subscribe(random));
    while (steps.size() < length) {
      steps.add(conditions.step(random));
    }
    return conditions.with(steps);
  }

  /** The same with fewer steps that still fails, from which no step can be left out. */
  Scenario shortest(Predicate<Scenario> fails) {
    List<Step> kept = new ArrayList<>(steps);
    int size = Math.max(1, kept.size() / 2);
    while (true) {
      boolean shorter = false;
      for (int from = 0; from < kept.size(); ) {
        List<Step> fewer = new ArrayList<>(kept);
        fewer.subList(from, Math.min(from + size, kept.size())).clear();
        if (fails.test(with(fewer))) {
          kept = fewer;
          shorter = true;
        } else {
          from += size;
        }
      }
      if (!shorter && size == 1) {
        return with(kept);
      }
      size = shorter ? size : Math.max(1, size / 2);
    }
  }

  private Scenario with(List<Step> others) {
    return new Scenario(seed, history, far, busy, fragile, List.copyOf(others));
  }

  private Step step(RandomGenerator random) {
    int dice = random.nextInt(100);
    if (dice < 25 * far) {
      return new Step.Store(reply(random), random.nextInt(far));
    }
    if (dice >= 94) {
      return trouble(random);
    }
    if (busy && dice >= 70) {
      return new Step.Turn(random.nextInt(NODES * LANES));
    }
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> publish(random);
      case 6, 7 -> subscribe(random);
      case 8 -> new Step.Unsubscribe(random.nextInt(CLIENTS));
      case 9 -> new Step.Room(random.nextInt(CLIENTS), room(random));
      case 10, 11, 12 -> pass(random);
      default -> new Step.Carry(fate(random), random.nextInt(100));
    };
  }

  /** Something happens to the store, the broker or a node. */
  private Step trouble(RandomGenerator random) {
    int node = random.nextInt(NODES);
    return switch (random.nextInt(fragile ? 8 : 4)) {
      case 0 -> new Step.Move(node);
      case 1 -> new Step.Interrupt(node);
      case 2, 3 -> new Step.Compare(node);
      case 4, 5, 6 -> new Step.FailOver(random.nextInt(4) == 0 ? 1000 : random.nextInt(5));
      default -> new Step.LoseInterest();
    };
  }

  private static Step publish(RandomGenerator random) {
    int messages = random.nextInt(40) == 0 ? 150 : random.nextInt(1, 4);
    int key = random.nextInt(3) == 0 ? random.nextInt(1, KEYS + 1) : 0;
    return new Step.Publish(random.nextInt(NODES), messages, key);
  }

  private static Step subscribe(RandomGenerator random) {
    Step.Place[] places = Step.Place.values();
    Step.Place place =
        random.nextBoolean() ? Step.Place.SEEN : places[random.nextInt(places.length)];
    return new Step.Subscribe(
        random.nextInt(CLIENTS), random.nextInt(NODES), place, random.nextInt(8));
  }

  private static Step pass(RandomGenerator random) {
    return new Step.Pass(random.nextInt(8) == 0 ? random.nextInt(12_000) : random.nextInt(25, 40));
  }

  private static int room(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> 0;
      case 1 -> 1;
      default -> Integer.MAX_VALUE;
    };
  }

  private static Step.Fate fate(RandomGenerator random) {
    return switch (random.nextInt(6)) {
      case 0 -> Step.Fate.IS_LOST;
      case 1 -> Step.Fate.ARRIVES_AND_STAYS;
      default -> Step.Fate.ARRIVES;
    };
  }

  private static Step.Reply reply(RandomGenerator random) {
    return switch (random.nextInt(20)) {
      case 0 -> Step.Reply.FAILS;
      case 1, 2, 3, 4, 5, 6 -> Step.Reply.WORKS;
      default -> Step.Reply.ANSWERS;
    };
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("seed ").append(seed).append(", history ").append(history);
    text.append(", far from ").append(far).append(busy ? ", busy lanes" : "");
    text.append(fragile ? ", fragile" : "");
    steps.forEach(step -> text.append("\n  ").append(step));
    return text.toString();
  }
}
