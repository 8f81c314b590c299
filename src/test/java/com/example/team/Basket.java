package com.example.team;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.config.annotation.WebSocketScope;

/** What one session has chosen; a bean of the session's scope. */
@Component
@WebSocketScope
public class Basket implements DisposableBean {

  /** What was in the baskets that are gone. */
  public static final BlockingQueue<List<String>> THROWN_AWAY = new LinkedBlockingQueue<>();

  private final List<String> items = new ArrayList<>();

  /** Adds the item and says what is in the basket. */
  public List<String> add(String item) {
    items.add(item);
    return List.copyOf(items);
  }

  public List<String> items() {
    return List.copyOf(items);
  }

  @Override
  public void destroy() {
    THROWN_AWAY.add(List.copyOf(items));
  }
}
