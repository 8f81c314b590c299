package dev.parley.redis.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Stands before a server; can keep its answers back, and cut all connections. */
public final class DeafProxy implements AutoCloseable {

  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final RedisServer server;
  private final ServerSocket door;
  private volatile boolean deaf;

  public DeafProxy(RedisServer server) {
    this.server = server;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public LettuceConnectionFactory settings() {
    return new LettuceConnectionFactory(
        new RedisStandaloneConfiguration("127.0.0.1", door.getLocalPort()));
  }

  /** From now on what is asked arrives, and what is answered does not. */
  public void keepAnswersBack() {
    deaf = true;
  }

  /** Cuts all connections; later ones are whole again. */
  public void cut() {
    sockets.forEach(DeafProxy::close);
    sockets.clear();
    deaf = false;
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    cut();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket target = new Socket(InetAddress.getLoopbackAddress(), server.port());
        sockets.addAll(List.of(client, target));
        Thread.ofVirtual().start(() -> pass(client, target, false));
        Thread.ofVirtual().start(() -> pass(target, client, true));
      }
    } catch (IOException closed) {
      sockets.forEach(DeafProxy::close);
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[64 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!(answers && deaf)) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException cut) {
      sockets.removeAll(List.of(from, to));
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
