package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * What all edges of a node share.
 *
 * @param node the name under which this node tells the store that it listens
 * @param timer wakes edges that wait for a missing message; must not be blocked
 * @param retired called when nobody listens to a channel here any more
 */
record EdgeContext(
    String node, ScheduledExecutorService timer, Tally tally, Consumer<ChannelName> retired) {}
