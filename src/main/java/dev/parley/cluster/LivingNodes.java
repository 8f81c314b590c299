package dev.parley.cluster;

import java.util.Collection;
import java.util.Set;

/**
 * Which nodes live and which died, as this node saw it last, at most a look ago while the store is
 * there. May be asked on any thread.
 */
public final class LivingNodes {

  private volatile Set<String> living = Set.of();
  private volatile Set<String> dead = Set.of();

  /** The names of the nodes that have a lease, this one's included. */
  public Set<String> living() {
    return living;
  }

  /** Whether the node of this name died; what it left behind may not be swept yet. */
  public boolean isDead(String name) {
    return dead.contains(name);
  }

  /** The names of the nodes that died, as long as anything of them may be left. */
  public Set<String> dead() {
    return dead;
  }

  void seen(Collection<String> living, Collection<String> dead) {
    this.living = Set.copyOf(living);
    this.dead = Set.copyOf(dead);
  }
}
