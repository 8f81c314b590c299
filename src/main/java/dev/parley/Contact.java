package dev.parley;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether this node has reached its store and its broker once, which readiness waits for. From then
 * on it stays ready while they are away: one outage must not take every node out of the service.
 */
final class Contact implements HealthIndicator {

  private volatile boolean made;
  private volatile @Nullable String problem;

  void isMade() {
    made = true;
  }

  /** Why there is no contact yet, for an operator. */
  void failed(String why) {
    problem = why;
  }

  @Override
  public Health health() {
    if (made) {
      return Health.up().build();
    }
    Health.Builder down = Health.outOfService();
    String why = problem;
    return (why == null ? down : down.withDetail("problem", why)).build();
  }
}
