package dev.parley.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Optional;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/** The client that Spring was asked for, but with these options and this patience. */
record ClientSettings(LettuceClientConfiguration given, ClientOptions options, Duration patience)
    implements LettuceClientConfiguration {

  @Override
  public boolean isUseSsl() {
    return given.isUseSsl();
  }

  @Override
  @Deprecated
  public boolean isVerifyPeer() {
    return given.getVerifyMode() != SslVerifyMode.NONE;
  }

  @Override
  public SslVerifyMode getVerifyMode() {
    return given.getVerifyMode();
  }

  @Override
  public boolean isStartTls() {
    return given.isStartTls();
  }

  @Override
  public Optional<ClientResources> getClientResources() {
    return given.getClientResources();
  }

  @Override
  public Optional<ClientOptions> getClientOptions() {
    return Optional.of(options);
  }

  @Override
  public Optional<String> getClientName() {
    return given.getClientName();
  }

  /** Scripts write: nothing is ever read from a replica. */
  @Override
  public Optional<ReadFrom> getReadFrom() {
    return Optional.empty();
  }

  @Override
  public Optional<RedisCredentialsProviderFactory> getRedisCredentialsProviderFactory() {
    return given.getRedisCredentialsProviderFactory();
  }

  @Override
  public Duration getCommandTimeout() {
    return patience;
  }

  @Override
  public Duration getShutdownTimeout() {
    return given.getShutdownTimeout();
  }

  @Override
  public Duration getShutdownQuietPeriod() {
    return given.getShutdownQuietPeriod();
  }
}
