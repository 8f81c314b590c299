package dev.parley.presence;

/**
 * What keeps a user in a channel: one subscription of one session. A user may have many seats, over
 * several sessions, and is one member.
 */
record Seat(String session, String subscription) {}
