package dev.parley.endpoint;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.stomp.StompCommand;

/** The end of the inbound channel: gives each frame to the one who knows what it does. */
final class FrameHandler implements MessageHandler {

  private final ConnectHandler connect;
  private final SubscribeHandler subscribe;
  private final SendHandler send;
  private final TransactionHandler transactions;
  private final Farewell farewell;

  FrameHandler(
      ConnectHandler connect,
      SubscribeHandler subscribe,
      SendHandler send,
      TransactionHandler transactions,
      Farewell farewell) {
    this.connect = connect;
    this.subscribe = subscribe;
    this.send = send;
    this.transactions = transactions;
    this.farewell = farewell;
  }

  @Override
  public void handleMessage(Message<?> message) {
    Inbound.of(message).ifPresent(this::handle);
  }

  private void handle(Inbound frame) {
    StompCommand command = frame.command();
    switch (command) {
      case CONNECT, STOMP -> frame.conversation().outcome(connect.connect(frame));
      case SUBSCRIBE -> frame.conversation().outcome(subscribe.subscribe(frame));
      case UNSUBSCRIBE -> subscribe.unsubscribe(frame);
      case SEND -> frame.conversation().outcome(send.send(frame));
      case BEGIN -> transactions.begin(frame);
      case COMMIT -> frame.conversation().outcome(transactions.commit(frame));
      case ABORT -> transactions.abort(frame);
      case ACK, NACK -> transactions.acknowledge(frame);
      case DISCONNECT -> farewell.disconnect(frame);
      case CONNECTED, RECEIPT, MESSAGE, ERROR -> {
        // The decoder lets no frame through that only servers send.
      }
    }
  }
}
