package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import dev.parley.wire.kit.WebSocketFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** One who attacks a door until closed: comes again each time that the service has had enough. */
final class Attack implements AutoCloseable {

  /** What is done to the service. */
  enum Kind {
    /** Has much sent to itself and reads nothing of it. */
    SLOW_READER,
    /** Publishes as fast as it may. */
    FLOOD,
    /** Subscribes to ever new channels as fast as it can. */
    SUBSCRIBES,
    /** Connects and is gone. */
    STORM,
    /** Asks for a WebSocket on very many connections, a byte now and then. */
    SLOWLORIS,
    /** Sends each byte in a frame of its own. */
    BYTES,
    /** Sends messages of a megabyte. */
    LARGE
  }

  private static final String TEN_KB = "x".repeat(10_000);
  private static final int DRIPPING = 500;

  private final Kind kind;
  private final Target target;
  private final URI door;
  private final Thread thread;
  private volatile boolean over;

  Attack(Kind kind, Target target, Door door) {
    this.kind = kind;
    this.target = target;
    this.door = target.at(door);
    thread = Thread.ofPlatform().daemon().start(this::attack);
  }

  private void attack() {
    while (!over) {
      try {
        once();
      } catch (UncheckedIOException | IOException | AssertionError refused) {
        // Again.
      } catch (InterruptedException end) {
        return;
      }
    }
  }

  private void once() throws IOException, InterruptedException {
    switch (kind) {
      case SLOW_READER -> readSlowly();
      case FLOOD -> repeat(sendOf("hi"), 2);
      case SUBSCRIBES -> subscribe();
      case STORM -> {
        guest(Handshake.stomp()).reset();
        Thread.sleep(5);
      }
      case SLOWLORIS -> drip();
      case BYTES -> dribble();
      case LARGE -> repeat(sendOf("x".repeat(1_000_000)), 50);
    }
  }

  private RawWebSocket guest(Handshake handshake) {
    RawWebSocket socket = RawWebSocket.open(Transport.endpoint(door), handshake);
    StompClient.on(socket).connect(target.tokens().of("attacker"));
    return socket;
  }

  private static String sendOf(String text) {
    return "SEND\ndestination:/topic/rooms.attacked\n\n" + text + "\0";
  }

  private void repeat(String frame, int millis) throws InterruptedException {
    RawWebSocket socket = guest(Handshake.stomp());
    try {
      while (!over) {
        socket.send(frame);
        Thread.sleep(millis);
      }
    } finally {
      socket.cut();
    }
  }

  private void readSlowly() throws InterruptedException {
    RawWebSocket slow = guest(Handshake.stomp().receiveBuffer(4096));
    slow.send("SUBSCRIBE\nid:1\ndestination:/topic/rooms.attacked\n\n\0");
    slow.stopReading();
    try {
      repeat(sendOf(TEN_KB), 4);
    } finally {
      slow.cut();
    }
  }

  private void subscribe() {
    RawWebSocket socket = guest(Handshake.stomp());
    try {
      for (int i = 0; !over; i++) {
        socket.send("SUBSCRIBE\nid:" + i + "\ndestination:/topic/rooms.greedy-" + i + "\n\n\0");
      }
    } finally {
      socket.cut();
    }
  }

  private void drip() throws IOException, InterruptedException {
    byte[] request = "GET /ws HTTP/1.1\r\nHost: localhost\r\nX-A: aaaaaaaaaaaa".getBytes(UTF_8);
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < DRIPPING && !over; i++) {
        sockets.add(new Socket(door.getHost(), door.getPort()));
      }
      for (int i = 0; i < request.length && !over; i++) {
        for (Socket socket : sockets) {
          socket.getOutputStream().write(request[i]);
        }
        Thread.sleep(200);
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private void dribble() {
    RawWebSocket socket = guest(Handshake.stomp());
    byte[] frame = sendOf("hi").getBytes(UTF_8);
    try {
      while (!over) {
        socket.sendFragmented(WebSocketFrame.TEXT, frame, 1);
      }
    } finally {
      socket.cut();
    }
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    thread.interrupt();
    thread.join(5_000);
  }
}
