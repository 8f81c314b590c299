package dev.parley.broker;

import dev.parley.redis.kit.Certificate;
import org.junit.jupiter.api.AfterAll;

class RabbitTlsIT extends RelayTlsContract {

  private static final Certificate CERTIFICATE = Certificate.make();
  private static final RabbitServer BROKER =
      RabbitServer.started(
          """
          stomp.listeners.ssl.1 = 127.0.0.1:%d
          ssl_options.certfile = %s
          ssl_options.keyfile = %s
          """
              .formatted(CERTIFICATE.port(), CERTIFICATE.file(), CERTIFICATE.keyFile()));

  @Override
  int port() {
    return CERTIFICATE.port();
  }

  @Override
  Certificate certificate() {
    return CERTIFICATE;
  }

  @AfterAll
  static void stop() {
    BROKER.close();
    CERTIFICATE.close();
  }
}
