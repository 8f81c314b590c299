package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;

class SockJsRepetitionsTests {

  private final SockJsRepetitions repetitions = new SockJsRepetitions();

  @Test
  void aRequestOfTheSameTimeIsTheSame() {
    assertThat(isRepeated("t=1")).isFalse();
    assertThat(isRepeated("t=2")).isFalse();
    assertThat(isRepeated("a=b&t=2")).isTrue();
    assertThat(isRepeated("t=2&a=b")).isTrue();
    assertThat(isRepeated("t=20")).isFalse();
  }

  @Test
  void whoNeverSaysTheTimeRepeatsNothing() {
    assertThat(isRepeated(null)).isFalse();
    assertThat(isRepeated(null)).isFalse();
    assertThat(isRepeated("at=1")).isFalse();
    assertThat(isRepeated("at=1")).isFalse();
  }

  @Test
  void theNextRequestIsOfAnotherMillisecond() {
    long before = System.nanoTime();
    isRepeated("t=1");
    repetitions.awaitNext();

    assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1));
  }

  private boolean isRepeated(@Nullable String query) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/ws/0/s/xhr");
    request.setQueryString(query);
    return repetitions.isRepeated(new ServletServerHttpRequest(request));
  }
}
