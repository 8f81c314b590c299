package dev.parley.presence;

/**
 * With how many sessions a member sits in a channel on one node.
 *
 * @param name of the node in the store
 * @param sessions 0: it is not there
 * @param wasIn whether the store has let it in before, and nobody but it can have forgotten that;
 *     then this is no join
 */
record Sitting(String name, Member member, int sessions, boolean wasIn) {}
