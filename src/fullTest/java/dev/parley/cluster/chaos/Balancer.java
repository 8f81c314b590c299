package dev.parley.cluster.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One address in front of several nodes, as a Service of Kubernetes is: a new connection goes to
 * one of those that said they were ready when they were last asked; those that are open stay where
 * they are.
 */
final class Balancer implements AutoCloseable {

  /** Thousands may come at once. */
  private static final int BACKLOG = 4096;

  private static final int ASKED_EVERY_MILLIS = 200;

  private final Set<NodeProcess> ready = ConcurrentHashMap.newKeySet();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService asking;
  private final ServerSocket entrance;

  Balancer(List<NodeProcess> nodes) {
    asking = Executors.newScheduledThreadPool(nodes.size(), Thread.ofVirtual().factory());
    try {
      entrance = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    nodes.forEach(this::ask);
    for (NodeProcess node : nodes) {
      var _ =
          asking.scheduleWithFixedDelay(
              () -> ask(node), ASKED_EVERY_MILLIS, ASKED_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
    Thread.startVirtualThread(this::accept);
  }

  private void ask(NodeProcess node) {
    if (node.isReady()) {
      ready.add(node);
    } else {
      ready.remove(node);
    }
  }

  /** Where clients come. */
  URI url() {
    return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket client = entrance.accept();
        Thread.startVirtualThread(() -> connect(client));
      } catch (IOException end) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    Socket node = new Socket();
    List<NodeProcess> choice = new ArrayList<>(ready);
    open.add(client);
    open.add(node);
    try (client;
        node) {
      if (choice.isEmpty()) {
        return;
      }
      URI chosen = choice.get(ThreadLocalRandom.current().nextInt(choice.size())).url();
      client.setTcpNoDelay(true);
      node.setTcpNoDelay(true);
      node.connect(new InetSocketAddress(chosen.getHost(), chosen.getPort()));
      Thread back = Thread.startVirtualThread(() -> carry(node, client));
      carry(client, node);
      back.join();
    } catch (IOException away) {
      // The client sees that its connection ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
      open.remove(node);
    }
  }

  /** Until one side says nothing more; the other may still have something to say. */
  private static void carry(Socket from, Socket to) {
    byte[] bytes = new byte[4096];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        out.write(bytes, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException broken) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is as good as closed.
    }
  }

  @Override
  public void close() {
    asking.shutdownNow();
    try {
      entrance.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    open.forEach(Balancer::closeQuietly);
  }
}
