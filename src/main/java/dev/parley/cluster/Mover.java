package dev.parley.cluster;

import java.util.concurrent.CompletionStage;

/** Brings what stands in the store under one name of this node under another. */
@FunctionalInterface
public interface Mover {

  /**
   * Registers under {@code to} all that this node has, and takes back under {@code from} only what
   * it itself wrote and can take back without anybody noticing. The answer comes when it is done; a
   * failure means that it is asked again. Called on any thread, must not block.
   */
  CompletionStage<Void> move(String from, String to);
}
