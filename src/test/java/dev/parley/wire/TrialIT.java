package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trial.Trial;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The program that {@code helm test} starts, as it starts it, against a service. */
@Timeout(60)
class TrialIT {

  private static final String PASSED =
      ": connected, subscribed to rooms.trial, sent a message and received it in \\d+\\.\\d ms\\.";

  private record Outcome(int exitCode, List<String> lines) {}

  private static final Target PARLEY = RunningParley.target();

  private static String url(Target target, Door door) {
    return Transport.endpoint(target.at(door)).toString().replaceFirst("^http", "ws");
  }

  private static Map<String, String> secret() {
    return Map.of("PARLEY_AUTH_SECRET", PARLEY.secret());
  }

  private static Map<String, String> secretAnd(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(secret());
    more.put(name, value);
    return more;
  }

  private static Outcome trial(Map<String, String> environment, String... doors)
      throws IOException, InterruptedException {
    return trial(List.of(), environment, doors);
  }

  private static Outcome trial(
      List<String> options, Map<String, String> environment, String... doors)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Trial.class.getName()));
    command.addAll(Arrays.asList(doors));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> key.startsWith("PARLEY_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), said.lines().toList());
  }

  @Test
  void everyDoorOfAServiceThatWorksGivesTheMessageBack() throws Exception {
    String http = url(PARLEY, Door.SPRING);
    String socket = url(PARLEY, Door.FAST);

    Outcome outcome = trial(secret(), http, socket);

    assertThat(outcome.lines()).hasSize(2);
    assertThat(outcome.lines().getFirst()).matches(http + PASSED);
    assertThat(outcome.lines().getLast()).matches(socket + PASSED);
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void aTokenMayBeGivenInstead() throws Exception {
    String door = url(PARLEY, Door.FAST);
    Outcome outcome = trial(Map.of("PARLEY_TRIAL_TOKEN", PARLEY.tokens().of("ann")), door);
    assertThat(outcome.lines()).singleElement().asString().matches(door + PASSED);
    assertThat(outcome.exitCode()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void aWrongSecretIsToldInASentence(Door door) throws Exception {
    String url = url(PARLEY, door);
    Outcome outcome =
        trial(Map.of("PARLEY_AUTH_SECRET", "another-secret-of-more-than-32-bytes"), url);
    assertThat(outcome.lines())
        .singleElement()
        .asString()
        .startsWith(url + ": CONNECT was refused: bad-token (");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "PARLEY_TRIAL_CHANNEL, nowhere.trial, SUBSCRIBE to nowhere.trial was refused:"
        + " unknown-namespace",
    "PARLEY_TRIAL_CHANNEL, vault.trial, SUBSCRIBE to vault.trial was refused: forbidden",
    "PARLEY_TRIAL_CHANNEL, news.trial, SEND to news.trial was refused: forbidden",
    "PARLEY_TRIAL_CHANNEL, granted.trial, 'subscribed to granted.trial, sent'",
    "PARLEY_TRIAL_PATIENCE, soon, PARLEY_TRIAL_PATIENCE is a number of seconds",
    "PARLEY_TRIAL_TRUST, /nowhere.pem, PARLEY_TRIAL_TRUST has to name a PEM file",
  })
  void whatIsWrongIsNamed(String name, String value, String sentence) throws Exception {
    Outcome outcome = trial(secretAnd(name, value), url(PARLEY, Door.FAST));
    assertThat(outcome.lines()).singleElement().asString().contains(sentence);
    assertThat(outcome.exitCode()).isEqualTo(sentence.contains(", sent") ? 0 : 1);
  }

  @Test
  void oneDoorThatFailsIsEnoughToFail() throws Exception {
    String elsewhere = url(PARLEY, Door.FAST).replaceFirst("/ws$", "/elsewhere");
    Outcome outcome = trial(secret(), elsewhere, url(PARLEY, Door.FAST));
    assertThat(outcome.lines().getFirst())
        .isEqualTo(elsewhere + ": the handshake was answered with 404, not 101.");
    assertThat(outcome.lines().getLast()).matches(".*" + PASSED);
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void withoutAKeyOrADoorNothingIsTried() throws Exception {
    assertThat(trial(Map.of(), url(PARLEY, Door.FAST)))
        .satisfies(
            outcome ->
                assertThat(outcome.lines())
                    .singleElement()
                    .asString()
                    .startsWith("Set PARLEY_TRIAL_TOKEN to a token, or PARLEY_AUTH_SECRET to"))
        .extracting(Outcome::exitCode)
        .isEqualTo(1);
    assertThat(trial(secret()).lines())
        .containsExactly("Name the doors to try, such as ws://localhost:8080/ws.");
    assertThat(trial(secret(), "http://localhost:8080/ws").lines())
        .containsExactly(
            "http://localhost:8080/ws: A door is ws://host:port/path or wss://host:port/path.");
  }

  @Test
  void itWaitsForAServiceNoLongerThanItsPatience() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String deaf = "ws://localhost:" + taken.getLocalPort() + "/ws";
      Outcome outcome = trial(secretAnd("PARLEY_TRIAL_PATIENCE", "1"), deaf, "ws://localhost:1/ws");
      assertThat(outcome.lines())
          .containsExactly(
              deaf + ": nobody can be reached there within 1 s.",
              "ws://localhost:1/ws: nobody can be reached there within 1 s.");
      assertThat(outcome.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void theServicesOwnCertificateCanBeTheOneToTrust(@TempDir Path folder) throws Exception {
    TlsKeys keys = TlsKeys.make(folder.resolve("keys.p12"));
    try (RunningParley node = RunningParley.with(keys.settings("front"))) {
      String plain = url(node.asTarget(), Door.FAST);
      // The certificate is of another name than the one that a Service has.
      String door = plain.replace("ws://localhost", "wss://127.0.0.1");

      Outcome stranger = trial(secret(), door);
      assertThat(stranger.lines()).singleElement().asString().contains(": no TLS with this door (");
      assertThat(stranger.exitCode()).isEqualTo(1);

      String pem = keys.certificate(folder.resolve("tls.crt")).toString();
      Outcome friend =
          trial(
              List.of("-Djdk.internal.httpclient.disableHostnameVerification"),
              secretAnd("PARLEY_TRIAL_TRUST", pem),
              door);
      assertThat(friend.lines()).singleElement().asString().matches(door + PASSED);
      assertThat(friend.exitCode()).isZero();
    }
  }
}
