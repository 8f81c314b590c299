package dev.parley.broker;

/**
 * Where a connection consumes.
 *
 * @param prefix of the cluster
 * @param address of the node
 * @param connection its number; a channel's messages always take that of one number
 */
record RelayPlace(String prefix, String address, int connection) {}
