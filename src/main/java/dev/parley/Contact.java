package dev.parley;

import java.util.Optional;
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
    problem = null;
  }

  void failed(String why) {
    problem = why;
  }

  /** Why there was no contact yet, for an operator; empty once there was. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  @Override
  public Health health() {
    if (made) {
      return Health.up().build();
    }
    Health.Builder down = Health.outOfService();
    problem().ifPresent(why -> down.withDetail("problem", why));
    return down.build();
  }
}
