package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SockJsInboxTests {

  private final SockJsInbox inbox = new SockJsInbox();
  private final List<String> delivered = new CopyOnWriteArrayList<>();

  @Test
  void requestsWaitWhilePausedAndKeepTheirOrder() throws InterruptedException {
    inbox.pause(true);
    Thread first = request("first");
    await().until(() -> first.getState() == Thread.State.WAITING);
    Thread second = request("second");
    await().until(() -> second.getState() == Thread.State.WAITING);
    assertThat(delivered).isEmpty();

    inbox.pause(false);
    first.join();
    second.join();
    assertThat(delivered).containsExactly("first", "second");
  }

  private Thread request(String name) {
    return Thread.ofPlatform()
        .start(
            () ->
                inbox.inTurn(
                    () -> {
                      inbox.awaitOpen();
                      delivered.add(name);
                    }));
  }
}
