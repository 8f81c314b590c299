package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What all edges of a node share.
 *
 * @param reachable ends once the broker brings this node what is sent to it; nobody listens before
 * @param comparisons where an edge asks to be compared with the store
 * @param retired called when nobody listens to a channel here any more
 */
record EdgeContext(
    Channels.Node node,
    CompletionStage<Void> reachable,
    Comparisons comparisons,
    Consumer<ChannelName> retired) {

  Tally tally() {
    return node.tally();
  }
}
