package dev.parley.wire.kit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Just enough of a STOMP server over WebSocket to have clients talk to each other. */
final class TinyStomp implements TinyServer.Conversation {

  private record Listener(TinyServer.Peer peer, String id, String destination) {}

  private final List<Listener> listeners = new ArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();

  @Override
  public void with(TinyServer.Peer peer) throws IOException {
    peer.upgrade("Sec-WebSocket-Protocol: v12.stomp");
    try {
      for (var frame = peer.frame(); frame.opcode() != WebSocketFrame.CLOSE; frame = peer.frame()) {
        for (StompFrame stomp : StompFrame.parse(frame.payload(), StompVersion.V1_2)) {
          take(peer, stomp);
        }
      }
      peer.send(WebSocketFrame.close(1000, ""));
    } finally {
      forget(peer);
    }
  }

  private synchronized void forget(TinyServer.Peer peer) {
    listeners.removeIf(listener -> listener.peer() == peer);
  }

  private synchronized void take(TinyServer.Peer peer, StompFrame frame) throws IOException {
    String number = "e-" + numbers.incrementAndGet();
    switch (frame.command()) {
      case "CONNECT" -> connect(peer, frame);
      case "SUBSCRIBE" -> {
        // A server that greets too early, for a test of order.
        if (frame.value("destination").equals("/topic/greeting-first")) {
          send(peer, message(frame.value("id"), frame, number).withBody("welcome"));
        }
        receipt(peer, frame, number);
        listeners.add(new Listener(peer, frame.value("id"), frame.value("destination")));
      }
      case "SEND" -> {
        deliver(frame, number);
        if (frame.value("destination").equals("/topic/forbidden")) {
          refuse(frame, number);
        } else {
          receipt(peer, frame, number);
        }
      }
      case "UNSUBSCRIBE" -> {
        String id = frame.value("id");
        listeners.removeIf(listener -> listener.peer() == peer && listener.id().equals(id));
        receipt(peer, frame, number);
      }
      default -> receipt(peer, frame, number);
    }
  }

  private static void connect(TinyServer.Peer peer, StompFrame frame) throws IOException {
    if (frame.header("Authorization").orElse("").equals("Bearer bad")) {
      send(peer, StompFrame.of("ERROR", "code:bad-token", "message:Not a good token."));
      peer.send(WebSocketFrame.close(4401, "bad-token"));
      // The client answers the close before the connection ends.
      peer.frame();
      throw new IOException("refused");
    }
    send(peer, StompFrame.of("CONNECTED", "version:1.2", "heart-beat:0,0"));
    peer.send(WebSocketFrame.text("\n"));
  }

  private void deliver(StompFrame sent, String number) throws IOException {
    for (Listener listener : listeners) {
      if (listener.destination().equals(sent.value("destination"))) {
        StompFrame message = message(listener.id(), sent, number).withBody(sent.body());
        send(listener.peer(), message.withContentLength());
      }
    }
  }

  private static StompFrame message(String subscription, StompFrame cause, String number) {
    return StompFrame.of("MESSAGE", "subscription:" + subscription, "message-id:" + number)
        .with("destination", cause.value("destination"));
  }

  private void refuse(StompFrame frame, String number) throws IOException {
    for (Listener listener : listeners) {
      if (listener.destination().equals("/user/queue/errors")) {
        StompFrame refusal =
            StompFrame.of("MESSAGE", "code:forbidden", "message-id:" + number)
                .with("subscription", listener.id())
                .with("destination", listener.destination())
                .with("receipt-id", frame.value("receipt"));
        send(listener.peer(), refusal);
      }
    }
  }

  private static void receipt(TinyServer.Peer peer, StompFrame frame, String number)
      throws IOException {
    if (frame.header("receipt").isPresent()) {
      StompFrame receipt = StompFrame.of("RECEIPT", "message-id:" + number);
      send(peer, receipt.with("receipt-id", frame.value("receipt")));
    }
  }

  private static void send(TinyServer.Peer peer, StompFrame frame) throws IOException {
    boolean text = MessageAssembler.isUtf8(frame.body());
    int opcode = text ? WebSocketFrame.TEXT : WebSocketFrame.BINARY;
    peer.send(WebSocketFrame.of(opcode, frame.encode(StompVersion.V1_2)));
  }
}
