package dev.parley.store;

import static dev.parley.store.TestLog.bodies;
import static dev.parley.store.TestLog.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channel.Appended;
import dev.parley.channel.Page;
import dev.parley.channel.Retention;
import dev.parley.protocol.Since;
import dev.parley.redis.kit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several nodes, and several clusters, on one Redis. */
class RedisStoreSharingIT {

  private static final Retention ALL = new Retention(100_000, Duration.ofHours(1));
  private static final int EACH = 3000;

  private final RedisServer server = RedisServer.start();
  private final Stores here = Stores.connect(server.settings()).awaitConnected();
  private final Stores there = Stores.connect(server.settings()).awaitConnected();

  @AfterEach
  void close() {
    here.close();
    there.close();
    server.close();
  }

  @Test
  void nodesSeeOneChannel() {
    TestLog log = here.log("shared");
    TestLog same = there.log("shared");
    log.join("here~1", new Since.Now());
    Appended first = same.append("a");
    assertThat(first.nodes()).containsExactly("here");
    assertThat(log.append("b").id()).isEqualTo(first.id().at(2));
    assertThat(bodies(same.after(0, 10))).containsExactly("a", "b");
  }

  @Test
  void clustersWithDifferentPrefixesDoNotMeet() {
    try (Stores strangers = Stores.connect(server.settings(), "strangers").awaitConnected()) {
      TestLog log = here.log("lobby");
      TestLog theirs = strangers.log("lobby");
      log.join("here~1", new Since.Now());
      log.appendOnce("alice k", "ours");
      Appended first = theirs.appendOnce("alice k", "theirs");
      assertThat(first.id().number()).isEqualTo(1);
      assertThat(first.nodes()).isEmpty();
      assertThat(bodies(log.after(0, 10))).containsExactly("ours");
      assertThat(bodies(theirs.after(0, 10))).containsExactly("theirs");
    }
    assertThat(server.cli("KEYS", "*").lines())
        .allMatch(key -> key.startsWith("parley:") || key.startsWith("strangers:"));
  }

  @Test
  void numbersAreConsecutiveAndEveryAppendersOrderIsKept() throws Exception {
    List<List<CompletionStage<List<Appended>>>> answers = appendFromBothNodes(() -> {});

    answers.forEach(appender -> appender.forEach(TestLog::answer));
    Page log = here.log("busy").keeping(ALL).after(0, 100_000);
    assertThat(numbers(log))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 4 * EACH).boxed().toList());
    for (int appender = 0; appender < 4; appender++) {
      assertThat(bodiesOf(appender, log)).hasSize(EACH).isSorted();
    }
    assertThat(server.calls("evalsha")).isBetween(1L, 2L * EACH);
  }

  @Test
  void orderIsKeptThroughBrokenConnections() throws Exception {
    List<List<CompletionStage<List<Appended>>>> answers =
        appendFromBothNodes(
            () -> {
              server.cli("SCRIPT", "FLUSH");
              server.cli("CLIENT", "KILL", "TYPE", "normal");
            });

    here.awaitServes(here.log("busy"));
    Page log = here.log("busy").keeping(ALL).after(0, 100_000);
    assertThat(numbers(log)).isSorted().doesNotHaveDuplicates();
    for (int appender = 0; appender < 4; appender++) {
      List<String> logged = bodiesOf(appender, log);
      assertThat(logged).isSorted().doesNotHaveDuplicates();
      assertThat(logged.size()).isGreaterThanOrEqualTo(accepted(answers.get(appender)));
    }
  }

  private List<List<CompletionStage<List<Appended>>>> appendFromBothNodes(Runnable trouble)
      throws Exception {
    List<Future<List<CompletionStage<List<Appended>>>>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int appender = 0; appender < 4; appender++) {
        int name = appender;
        Stores node = appender % 2 == 0 ? here : there;
        running.add(threads.submit(() -> appendMany(node, name, trouble)));
      }
    }
    List<List<CompletionStage<List<Appended>>>> answers = new ArrayList<>();
    for (var each : running) {
      answers.add(each.get());
    }
    return answers;
  }

  private static List<CompletionStage<List<Appended>>> appendMany(
      Stores node, int appender, Runnable trouble) {
    List<CompletionStage<List<Appended>>> answers = new ArrayList<>();
    TestLog log = node.log("busy").keeping(ALL);
    for (int i = 0; i < EACH; i++) {
      String body = "%d %06d".formatted(appender, i);
      answers.add(node.store().append(log.name(), ALL, List.of(TestLog.publication(body))));
      if (i % 100 == 0) {
        // So that there is something left to do when trouble comes.
        var _ = Stores.isUnavailable(answers.getLast());
      }
      if (appender == 0 && i % 1000 == 500) {
        trouble.run();
      }
    }
    return answers;
  }

  private static List<String> bodiesOf(int appender, Page log) {
    return bodies(log).stream().filter(body -> body.startsWith(appender + " ")).toList();
  }

  private static int accepted(List<CompletionStage<List<Appended>>> answers) {
    return (int) answers.stream().filter(each -> !Stores.isUnavailable(each)).count();
  }
}
