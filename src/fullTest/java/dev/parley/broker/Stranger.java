package dev.parley.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Somebody who is let in at the broker and is no node: writes what it likes to whom it likes. */
final class Stranger implements AutoCloseable {

  private final Socket socket;
  private final List<String> target;

  /**
   * @param target headers of SEND that lead to a node's place
   */
  Stranger(int port, List<String> target) throws IOException {
    this.target = target;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    frame(
        List.of("CONNECT", "accept-version:1.2", "host:/", "login:parley", "passcode:secret"),
        new byte[0]);
    if (!answer().startsWith("CONNECTED")) {
      throw new IOException("not let in");
    }
  }

  void says(byte[] body) throws IOException {
    List<String> lines = new ArrayList<>(List.of("SEND"));
    lines.addAll(target);
    lines.add("content-length:" + body.length);
    frame(lines, body);
  }

  /** Without its length, as a text. */
  void says(String text) throws IOException {
    List<String> lines = new ArrayList<>(List.of("SEND"));
    lines.addAll(target);
    frame(lines, text.getBytes(StandardCharsets.UTF_8));
  }

  private void frame(List<String> lines, byte[] body) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes((String.join("\n", lines) + "\n\n").getBytes(StandardCharsets.UTF_8));
    frame.writeBytes(body);
    frame.write(0);
    socket.getOutputStream().write(frame.toByteArray());
  }

  private String answer() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    for (int next = in.read(); next > 0; next = in.read()) {
      answer.append((char) next);
    }
    return answer.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
