package dev.parley.redis.kit;

import static org.awaitility.Awaitility.await;

import dev.parley.process.ChildProcess;
import dev.parley.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A Redis server of its own; keeps nothing when it ends, unless the options say otherwise. */
public final class RedisServer implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final int port = Ports.free();
  private final Path folder = temporaryFolder();
  private final ChildProcess process;
  private final List<String> credentials = new ArrayList<>();

  private RedisServer(List<String> options) {
    List<String> command =
        Stream.concat(
                Stream.of("redis-server", "--port", "" + port, "--bind", HOST),
                Stream.concat(
                    Stream.of("--dir", folder.toString(), "--save", "", "--appendonly", "no"),
                    options.stream()))
            .toList();
    int password = options.indexOf("--requirepass");
    if (password >= 0) {
      credentials.addAll(List.of("--no-auth-warning", "-a", options.get(password + 1)));
    }
    process = new ChildProcess(folder, command);
  }

  /** Starts one and waits until it answers; {@code options} as {@code redis-server} takes them. */
  public static RedisServer start(String... options) {
    RedisServer server = new RedisServer(List.of(options));
    server.process.start();
    server.awaitAnswer();
    return server;
  }

  public int port() {
    return port;
  }

  public String address() {
    return HOST + ':' + port;
  }

  /** Where it keeps its files. */
  public Path folder() {
    return folder;
  }

  /** Runs {@code redis-cli} with these words and gives what it prints. */
  public String cli(String... words) {
    List<String> command = new ArrayList<>(List.of("redis-cli", "-h", HOST, "-p", "" + port));
    command.addAll(credentials);
    command.addAll(List.of(words));
    return ChildProcess.run(command.toArray(String[]::new));
  }

  /** One field of INFO; empty where there is none. */
  public String info(String field) {
    return cli("INFO")
        .lines()
        .filter(line -> line.startsWith(field + ':'))
        .map(line -> line.substring(field.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** How often a command was called since the start or {@code CONFIG RESETSTAT}. */
  public long calls(String command) {
    Pattern line = Pattern.compile("^cmdstat_" + command + ":calls=(\\d+),", Pattern.MULTILINE);
    Matcher found = line.matcher(cli("INFO", "commandstats"));
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  /** Neither answers nor closes connections until it goes on. */
  public void pause() {
    process.signal("STOP");
  }

  public void goOn() {
    process.signal("CONT");
  }

  public void kill() {
    process.kill();
  }

  /** The same server again, on the same port and with its files. */
  public void restart() {
    process.kill();
    process.start();
    awaitAnswer();
  }

  /** As {@link #restart}, but it may take long until it answers. */
  public void begin() {
    process.start();
  }

  public String log() {
    return process.log();
  }

  /** What {@code spring.data.redis.host} and {@code port} would make. */
  public LettuceConnectionFactory settings() {
    return new LettuceConnectionFactory(new RedisStandaloneConfiguration(HOST, port));
  }

  @Override
  public void close() {
    process.close();
  }

  private void awaitAnswer() {
    await().atMost(PATIENCE).until(() -> cli("PING").equals("PONG"));
  }

  static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("parley-redis");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
