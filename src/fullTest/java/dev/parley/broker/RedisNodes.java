package dev.parley.broker;

import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import java.util.HashMap;
import java.util.Map;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Brokers as the nodes of one cluster use them, each with connections of its own. */
final class RedisNodes implements AutoCloseable {

  private record Node(Redis redis, RedisBroker broker) {}

  private final LettuceConnectionFactory settings;
  private final Map<String, Node> nodes = new HashMap<>();

  RedisNodes(LettuceConnectionFactory settings) {
    this.settings = settings;
  }

  RedisBroker of(String name) {
    return nodes.computeIfAbsent(name, each -> connect()).broker();
  }

  private Node connect() {
    Redis redis = Redis.connect(settings);
    return new Node(redis, new RedisBroker(redis, new RedisKeys("test")));
  }

  @Override
  public void close() {
    for (Node node : nodes.values()) {
      node.broker().close();
      node.redis().close();
    }
  }
}
