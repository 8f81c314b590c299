package dev.parley;

import dev.parley.broker.LocalBroker;
import dev.parley.broker.RedisBroker;
import dev.parley.broker.RelayBroker;
import dev.parley.broker.RelaySettings;
import dev.parley.loop.EventLoops;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How messages reach other nodes: one of {@code parley.broker.type}. */
@Configuration(proxyBeanMethods = false)
class BrokerChoice {

  private static final String TYPE = "parley.broker.type";

  @Bean
  @ConditionalOnProperty(name = TYPE, havingValue = "local", matchIfMissing = true)
  LocalBroker localBroker() {
    return new LocalBroker();
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnProperty(name = TYPE, havingValue = "redis")
  RedisBroker redisBroker(ClusterSettings cluster, Redis redis) {
    // The settings come first: they say what is wrong where there is no Redis.
    return new RedisBroker(redis, new RedisKeys(cluster.store().prefix()));
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnProperty(name = TYPE, havingValue = "relay")
  RelayBroker relayBroker(
      RelaySettings settings, ClusterSettings cluster, EventLoops loops, SslBundles bundles) {
    return new RelayBroker(settings, cluster.store().prefix(), loops, trust(settings, bundles));
  }

  private static Optional<SSLContext> trust(RelaySettings settings, SslBundles bundles) {
    if (!settings.encrypted()) {
      return Optional.empty();
    }
    return settings
        .bundle()
        .map(name -> bundles.getBundle(name).createSslContext())
        .or(() -> Optional.of(ofTheJvm()));
  }

  private static SSLContext ofTheJvm() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException broken) {
      throw new IllegalStateException("the JVM has no TLS", broken);
    }
  }
}
