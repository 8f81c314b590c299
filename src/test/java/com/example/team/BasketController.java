package com.example.team;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.annotation.SendToUser;
import org.springframework.stereotype.Controller;

/** Keeps what a session said: in a bean of its scope, and in its attributes. */
@Controller
@SendToUser("/queue/basket")
public class BasketController {

  private final Basket basket;

  BasketController(Basket basket) {
    this.basket = basket;
  }

  @MessageMapping("/basket")
  public List<String> add(String item) {
    return basket.add(item);
  }

  @MessageMapping("/visits")
  public int visits(SimpMessageHeaderAccessor headers) {
    Map<String, Object> attributes = Objects.requireNonNull(headers.getSessionAttributes());
    return (int) attributes.merge("visits", 1, (before, one) -> (int) before + (int) one);
  }
}
