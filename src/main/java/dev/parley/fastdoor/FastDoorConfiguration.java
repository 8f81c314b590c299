package dev.parley.fastdoor;

import dev.parley.endpoint.Compression;
import dev.parley.endpoint.HandshakeTokens;
import dev.parley.endpoint.LimitSettings;
import dev.parley.endpoint.Origins;
import dev.parley.endpoint.Reception;
import dev.parley.limit.HandshakeRate;
import dev.parley.limit.TrustedProxies;
import dev.parley.loop.EventLoops;
import dev.parley.session.DeliveryTimes;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Where clients come in who want nothing but WebSocket. */
@Configuration(proxyBeanMethods = false)
class FastDoorConfiguration {

  @Bean
  FastDoor fastDoor(
      SocketSettings settings,
      Surroundings surroundings,
      HandshakeRules rules,
      Reception reception,
      LimitSettings limits,
      EventLoops loops) {
    return new FastDoor(settings, surroundings, rules, reception, limits, loops);
  }

  @Bean
  HandshakeRules handshakeRules(
      Origins origins,
      Reception reception,
      Compression compression,
      TrustedProxies proxies,
      HandshakeRate rate,
      HandshakeTokens tokens) {
    return new HandshakeRules(origins, reception, compression, proxies, rate, tokens);
  }

  @Bean
  Surroundings surroundings(Environment environment, SslBundles bundles, DeliveryTimes times) {
    return new Surroundings(environment, bundles, times);
  }
}
