package dev.parley.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.fuzz.HostileFrames;
import dev.parley.fuzz.HostileRequests;
import dev.parley.fuzz.HostileSockets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.random.RandomGenerator;

/** One client that means no good, from its connection to its end. */
final class HostileGuest {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int MOST_READ = 4_000_000;
  private final RandomGenerator random;
  private final URI door;
  private final String token;

  HostileGuest(RandomGenerator random, URI door, String token) {
    this.random = random;
    this.door = door;
    this.token = token;
  }

  /** Comes, is hostile in one of many ways, and goes; the door has to end what is left. */
  void visit() throws IOException {
    switch (random.nextInt(8)) {
      case 0 -> say(new HostileRequests(random).request());
      case 1 -> say(upgrade("/ws"), new HostileSockets(random).broken());
      case 2 -> say(upgrade("/ws"), new HostileSockets(random).proper(stream()));
      case 3 -> sockJs();
      case 4 -> say(upgrade("/ws"), connect(), new HostileSockets(random).broken());
      default -> say(upgrade("/ws"), connect(), new HostileSockets(random).proper(stream()));
    }
  }

  private byte[] stream() {
    return new HostileFrames(random).stream();
  }

  private static byte[] upgrade(String path) {
    List<String> lines =
        List.of(
            "GET " + path + " HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==");
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(UTF_8);
  }

  private byte[] connect() {
    String frame = "CONNECT\naccept-version:1.2\nhost:a\nAuthorization:Bearer " + token + "\n\n\0";
    return new HostileSockets(random).proper(frame.getBytes(UTF_8));
  }

  /** Where there is no SockJS the door says so, and that is all. */
  private void sockJs() throws IOException {
    String session = "/ws/000/fuzz" + Long.toString(random.nextLong(), 36) + "/";
    say(post(session + "xhr", new byte[0]));
    if (random.nextBoolean()) {
      String frame =
          "[\"CONNECT\\naccept-version:1.2\\nhost:a\\nAuthorization:Bearer "
              + token
              + "\\n\\n\\u0000\"]";
      say(post(session + "xhr_send", frame.getBytes(UTF_8)));
    }
    say(post(session + "xhr_send", new HostileRequests(random).texts()));
  }

  private static byte[] post(String path, byte[] body) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, body.length);
    request.writeBytes(head.getBytes(UTF_8));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private void say(byte[]... parts) throws IOException {
    try (Socket socket = new Socket(door.getHost(), door.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      Thread writer = Thread.startVirtualThread(() -> write(socket, parts));
      if (random.nextInt(4) == 0) {
        // Gone without a word, maybe before all was read.
        join(writer);
        socket.setSoLinger(true, 0);
        return;
      }
      judge(read(socket));
    }
  }

  private static void write(Socket socket, byte[]... parts) {
    try {
      for (byte[] part : parts) {
        socket.getOutputStream().write(part);
      }
      socket.shutdownOutput();
    } catch (IOException ended) {
      // The door had enough, which is its right.
    }
  }

  /** Until the door ends it: who has said all and closed its side must not be kept. */
  private static String read(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      byte[] some = new byte[16 * 1024];
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        all.write(some, 0, read);
        if (all.size() > MOST_READ) {
          throw new AssertionError("an answer without end");
        }
      }
    } catch (SocketTimeoutException kept) {
      throw new AssertionError("kept open after " + all.toString(ISO_8859_1), kept);
    } catch (IOException reset) {
      // An end, too.
    }
    return all.toString(ISO_8859_1);
  }

  private static void judge(String answer) {
    if (answer.contains("Exception") || answer.contains("\tat ")) {
      throw new AssertionError("a trace escaped: " + answer);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
