package dev.parley.endpoint;

import java.util.List;
import org.springframework.messaging.support.ChannelInterceptor;

/** What every client's frame passes, in this order, before anything is done with it. */
public record Interceptors(List<ChannelInterceptor> inOrder) {

  public Interceptors {
    inOrder = List.copyOf(inOrder);
  }
}
