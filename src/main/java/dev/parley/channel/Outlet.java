package dev.parley.channel;

/** Where a {@link Sequence} leads. Called in the edge's serial only. */
interface Outlet {

  /** The next message of the channel. */
  void next(Arrived next);

  /** A message of another epoch, of which it is not known whether it is an old or a new one. */
  void stranger(Arrived stranger);

  /** The log is perhaps not any more the one of this epoch. */
  void doubt();
}
