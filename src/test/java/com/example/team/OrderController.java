package com.example.team;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import java.security.Principal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.simp.annotation.SendToUser;
import org.springframework.messaging.simp.annotation.SubscribeMapping;
import org.springframework.stereotype.Controller;

/** One handler for each thing that Spring's reference says of annotated methods. */
@Controller
public class OrderController {

  public record Order(String item, @Positive int count) {}

  public record Confirmation(String user, String order, String item, String trace) {}

  static final class OutOfStock extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @MessageMapping("/orders.{id}")
  @SendToUser("/queue/confirmations")
  public Confirmation order(
      @DestinationVariable String id,
      @Valid @Payload Order order,
      @Header("x-trace") String trace,
      Principal user) {
    return new Confirmation(user.getName(), id, order.item(), trace);
  }

  @MessageMapping("/numbered.{number}")
  public void numbered(@DestinationVariable int number) {}

  @MessageMapping("/buy")
  public void buy(String item) {
    switch (item) {
      case "secret" -> throw new Refusal(RefusalCode.FORBIDDEN);
      case "rare" -> throw new OutOfStock();
      default -> throw new IllegalStateException("this shop sells nothing");
    }
  }

  @MessageExceptionHandler
  @SendToUser(value = "/queue/problems", broadcast = false)
  public String outOfStock(OutOfStock problem) {
    return "out of stock";
  }

  @MessageMapping("/announce.{room}")
  @SendTo("/topic/rooms.{room}")
  public String announce(String text) {
    return text;
  }

  /** Without a destination it is {@code /topic/nowhere}, and that is no channel. */
  @MessageMapping("/nowhere")
  public String nowhere(String text) {
    return text;
  }

  /** Without a destination it is {@code /queue/mine}. */
  @MessageMapping("/mine")
  @SendToUser
  public String mine(String text) {
    return text;
  }

  @MessageMapping("/here")
  @SendToUser(value = "/queue/mine", broadcast = false)
  public String here(String text) {
    return text;
  }

  @MessageMapping("/later")
  @SendToUser("/queue/mine")
  public CompletableFuture<String> later(String text) {
    return CompletableFuture.supplyAsync(() -> text);
  }

  @MessageMapping("/backwards")
  @SendToUser("/queue/mine")
  public byte[] backwards(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[bytes.length - 1 - i] = bytes[i];
    }
    return reversed;
  }

  @MessageMapping("/never")
  public CompletionStage<String> never(String text) {
    return CompletableFuture.supplyAsync(
        () -> {
          throw new IllegalStateException("promised too much");
        });
  }

  @SubscribeMapping("/menu.{language}")
  public String menu(@DestinationVariable String language) {
    return "menu in " + language;
  }

  @SubscribeMapping("/closed")
  public String closed() {
    throw new IllegalStateException("no menu");
  }
}
