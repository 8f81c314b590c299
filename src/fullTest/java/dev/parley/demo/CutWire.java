package dev.parley.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A wire between a browser and the service that can be cut: what is open breaks and nothing new is
 * accepted, until it is mended on the same port. Going offline in the browser leaves an open
 * WebSocket alone, which is why this is needed.
 */
final class CutWire implements AutoCloseable {

  private final int servicePort;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket entrance;
  private volatile boolean mute;

  CutWire(int servicePort) throws IOException {
    this.servicePort = servicePort;
    this.entrance = listen(0);
    this.port = entrance.getLocalPort();
  }

  int port() {
    return port;
  }

  /** From now on what the service says is lost; what the browser says arrives. */
  void mute() {
    mute = true;
  }

  void cut() throws IOException {
    entrance.close();
    open.forEach(CutWire::close);
  }

  void mend() throws IOException {
    mute = false;
    entrance = listen(port);
  }

  @Override
  public void close() throws IOException {
    cut();
  }

  private ServerSocket listen(int wanted) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
    Thread.ofVirtual().start(() -> accept(server));
    return server;
  }

  private void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket browser = server.accept();
        Socket service = new Socket(InetAddress.getLoopbackAddress(), servicePort);
        open.add(browser);
        open.add(service);
        Thread.ofVirtual().start(() -> carry(browser, service, false));
        Thread.ofVirtual().start(() -> carry(service, browser, true));
        if (server.isClosed()) {
          close(browser);
          close(service);
        }
      } catch (IOException cut) {
        return;
      }
    }
  }

  private void carry(Socket from, Socket to, boolean fromService) {
    byte[] bytes = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (!(fromService && mute)) {
          out.write(bytes, 0, n);
        }
      }
    } catch (IOException cut) {
      // Both ends are closed, which is all that a cut means.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
