package dev.parley.presence;

import java.util.List;
import java.util.Optional;

/**
 * The answer to a part of a sweep.
 *
 * @param news what the feed says about those who left, in its order
 * @param next where the sweep goes on; empty at its end
 */
record Swept(List<News> news, Optional<String> next) {

  Swept {
    news = List.copyOf(news);
  }
}
