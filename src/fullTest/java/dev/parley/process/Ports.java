package dev.parley.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports, below those that the system gives to clients. */
public final class Ports {

  private static final int FIRST = 12_000;
  private static final int END = 22_000;

  /** Where a Redis Cluster's nodes listen to each other: that much above. */
  private static final int BUS = 10_000;

  private Ports() {}

  /** A port that is free now, together with the one for the bus of a cluster. */
  public static int free() {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port) && isFree(port + BUS)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
