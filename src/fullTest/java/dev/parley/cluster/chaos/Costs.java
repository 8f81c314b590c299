package dev.parley.cluster.chaos;

import dev.parley.broker.RabbitServer;
import dev.parley.redis.kit.RedisServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a cluster has used so far: commands of Redis, and processor time of everybody. */
record Costs(RedisServer redis, List<NodeProcess> nodes, Optional<RabbitServer> rabbit) {

  long commands() {
    return Long.parseLong(redis.info("total_commands_processed"));
  }

  /** By their names. */
  Map<String, Long> kinds() {
    Map<String, Long> calls = new HashMap<>();
    redis
        .cli("INFO", "commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_"))
        .forEach(
            line -> {
              String count = line.replaceFirst(".*:calls=(\\d+),.*", "$1").strip();
              calls.put(line.substring(8, line.indexOf(':')), Long.valueOf(count));
            });
    return calls;
  }

  /** How many there were of each, per second. */
  String since(Map<String, Long> before, int seconds) {
    List<String> all = new ArrayList<>();
    kinds()
        .forEach(
            (kind, count) -> {
              double rate = (count - before.getOrDefault(kind, 0L)) / (double) seconds;
              if (rate >= 0.1) {
                all.add("%s %.1f/s".formatted(kind, rate));
              }
            });
    Collections.sort(all);
    return all.toString();
  }

  /** Seconds of each node, of Redis, and of RabbitMQ where it is there. */
  List<Double> cpu() {
    List<Double> all = new ArrayList<>();
    nodes.forEach(node -> all.add(node.cpuSeconds()));
    all.add(
        Double.parseDouble(redis.info("used_cpu_user"))
            + Double.parseDouble(redis.info("used_cpu_sys")));
    rabbit.ifPresent(broker -> all.add(NodeProcess.cpuSeconds(broker.pid())));
    return all;
  }

  /** In percent of a core. */
  static List<String> shares(List<Double> before, List<Double> after, int seconds) {
    return differences(before, after).stream()
        .map(each -> "%.1f".formatted(Double.parseDouble(each) * 100 / seconds))
        .toList();
  }

  static List<String> differences(List<Double> before, List<Double> after) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      all.add("%.2f".formatted(after.get(i) - before.get(i)));
    }
    return all;
  }
}
