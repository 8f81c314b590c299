package dev.parley.broker;

import dev.parley.redis.kit.Certificate;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

class ArtemisTlsIT extends RelayTlsContract {

  private static final Certificate CERTIFICATE = Certificate.make();
  private static final ArtemisServer BROKER =
      ArtemisServer.started(
          Map.of(
              "sslEnabled",
              "true",
              "keyStorePath",
              CERTIFICATE.keyStore().toString(),
              "keyStorePassword",
              Certificate.PASSWORD));

  @Override
  int port() {
    return BROKER.port();
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
