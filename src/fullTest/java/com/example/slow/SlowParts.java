package com.example.slow;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.simp.annotation.SendToUser;
import org.springframework.stereotype.Controller;

/** A handler with long work. */
@Configuration
public class SlowParts {

  public static final Duration DELAY = Duration.ofSeconds(2);

  @Controller
  static class Work {

    @MessageMapping("/long-work")
    @SendToUser("/queue/done")
    public String longWork(String name) {
      block();
      return name;
    }
  }

  private static void block() {
    try {
      if (new CountDownLatch(1).await(DELAY.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("nobody counts down");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
