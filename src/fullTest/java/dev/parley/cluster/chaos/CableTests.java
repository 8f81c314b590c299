package dev.parley.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CableTests {

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Cable cable = new Cable(server::getLocalPort);
  private Socket near = new Socket();
  private Socket far = new Socket();

  CableTests() throws IOException {}

  @BeforeEach
  void connect() throws IOException {
    near = new Socket(InetAddress.getLoopbackAddress(), cable.port());
    far = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    near.close();
    far.close();
    cable.close();
    server.close();
  }

  @Test
  void bothSidesHearEachOther() throws IOException {
    speakBothWays();
  }

  private void speakBothWays() throws IOException {
    near.getOutputStream().write(1);
    far.getOutputStream().write(2);

    assertThat(far.getInputStream().read()).isEqualTo(1);
    assertThat(near.getInputStream().read()).isEqualTo(2);
  }

  @Test
  void whatIsCutIsResetAndStaysSoUntilItIsMended() throws IOException {
    cable.cut();

    assertThatThrownBy(() -> near.getInputStream().read()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(IOException.class);
    try (Socket next = new Socket(InetAddress.getLoopbackAddress(), cable.port())) {
      assertThatThrownBy(() -> next.getInputStream().read()).isInstanceOf(IOException.class);
    }
    cable.mend();
    server.accept().close();
    connect();
    speakBothWays();
  }

  @Test
  void whatIsTornHoldsEverythingBackAndGivesItUpLater() throws IOException {
    cable.tear();
    near.getOutputStream().write(1);
    far.setSoTimeout(200);

    assertThatThrownBy(() -> far.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    cable.mend();
    far.setSoTimeout(0);
    assertThat(far.getInputStream().read()).isEqualTo(1);
  }

  @Test
  void whatIsSlowComesLater() throws IOException {
    cable.delay(100);
    long start = System.nanoTime();
    near.getOutputStream().write(1);

    assertThat(far.getInputStream().read()).isEqualTo(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(100));
  }
}
