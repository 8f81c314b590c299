package dev.parley.loadtest.client;

import dev.parley.loadtest.history.History;
import java.net.URI;
import java.util.List;

/** Where clients find the service, who lets them in, and what writes down their deeds. */
public record World(List<URI> nodes, Tokens tokens, History history) {

  public World {
    nodes = List.copyOf(nodes);
  }
}
