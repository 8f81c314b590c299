package dev.parley.session;

/**
 * Is told how long a message took from its arrival until it was written: once for each lane that
 * had sockets for it, however many. On the lane's thread, so that it has to be quick.
 */
@FunctionalInterface
public interface DeliveryTimes {

  void took(long nanos);
}
