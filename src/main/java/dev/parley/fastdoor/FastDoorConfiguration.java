package dev.parley.fastdoor;

import dev.parley.endpoint.LimitSettings;
import dev.parley.endpoint.Origins;
import dev.parley.endpoint.Reception;
import java.net.InetAddress;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Where clients come in who want nothing but WebSocket. */
@Configuration(proxyBeanMethods = false)
class FastDoorConfiguration {

  @Bean
  FastDoor fastDoor(
      SocketSettings settings,
      Environment environment,
      Origins origins,
      Reception reception,
      LimitSettings limits) {
    // Whoever keeps the HTTP port to one address means this one too.
    Optional<InetAddress> address =
        Optional.ofNullable(environment.getProperty("server.address", InetAddress.class));
    return new FastDoor(
        settings, address, new HandshakeRules(origins, reception), reception, limits);
  }
}
