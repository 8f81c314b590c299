package com.example.slow;

import dev.parley.identity.AuthSettings;
import dev.parley.identity.TokenVerifier;
import dev.parley.identity.TokenVerifiers;
import dev.parley.identity.User;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.simp.annotation.SendToUser;
import org.springframework.stereotype.Controller;

/** A key server that is far away for some users, and a handler with long work. */
@Configuration
public class SlowParts {

  public static final Duration DELAY = Duration.ofSeconds(2);

  /** Users whose names begin so wait for their key. */
  public static final String FAR_AWAY = "far-away";

  @Bean
  @Primary
  TokenVerifier distantKeys(AuthSettings settings, InstantSource clock) {
    TokenVerifier near = TokenVerifiers.from(settings, clock);
    return new TokenVerifier() {
      @Override
      public User verify(String token) {
        User user = near.verify(token);
        if (user.name().startsWith(FAR_AWAY)) {
          block();
        }
        return user;
      }

      @Override
      public boolean mayBlock() {
        return true;
      }
    };
  }

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
