package dev.parley.endpoint;

import dev.parley.limit.Capacity;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether this node takes in more connections, as far as readiness is concerned: one that is full
 * gets no new ones until there is some room again, while those it has stay.
 */
record RoomHealthIndicator(Capacity capacity) implements HealthIndicator {

  @Override
  public Health health() {
    Health.Builder health = capacity.isFull() ? Health.outOfService() : Health.up();
    return health.withDetail("connections", capacity.taken()).build();
  }
}
