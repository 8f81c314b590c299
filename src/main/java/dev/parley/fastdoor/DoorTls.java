package dev.parley.fastdoor;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.core.env.Environment;

/**
 * TLS of the fast door, with a bundle of Spring's. A bundle that is reloaded counts for the
 * connections that come then.
 */
final class DoorTls {

  private static final String KEY = "parley.socket.ssl";

  private final ClientAuth clients;
  private volatile SslContext context;

  private DoorTls(SslBundle bundle, ClientAuth clients) {
    this.clients = clients;
    this.context = context(bundle);
  }

  /**
   * Empty where none is wanted.
   *
   * @throws DoorStaysShut where there is no such bundle, or it cannot be used
   */
  static Optional<DoorTls> of(String ssl, SslBundles bundles, Environment environment) {
    if (ssl.equals("false")) {
      return Optional.empty();
    }
    String name = ssl.equals("true") ? ofTheHttpPort(environment) : ssl;
    try {
      // Whoever asks for certificates at the HTTP port asks for them here.
      String clients = environment.getProperty("server.ssl.client-auth", "none");
      DoorTls tls = new DoorTls(bundles.getBundle(name), clientAuth(clients));
      bundles.addBundleUpdateHandler(name, tls::renew);
      return Optional.of(tls);
    } catch (NoSuchSslBundleException unknown) {
      throw new DoorStaysShut(
          KEY + " names the bundle " + name + ", which is not in spring.ssl.bundle.", unknown);
    } catch (RuntimeException broken) {
      throw new DoorStaysShut(
          KEY + " names the bundle " + name + ", which cannot be used: " + reason(broken), broken);
    }
  }

  ChannelHandler handler(ByteBufAllocator memory) {
    return context.newHandler(memory);
  }

  private void renew(SslBundle bundle) {
    context = context(bundle);
  }

  private SslContext context(SslBundle bundle) {
    SslOptions options = bundle.getOptions();
    return new JdkSslContext(
        bundle.createSslContext(),
        false,
        list(options.getCiphers()),
        SupportedCipherSuiteFilter.INSTANCE,
        ApplicationProtocolConfig.DISABLED,
        clients,
        options.getEnabledProtocols(),
        false);
  }

  private static @Nullable List<String> list(String @Nullable [] names) {
    return names == null ? null : Arrays.asList(names);
  }

  private static String ofTheHttpPort(Environment environment) {
    return Optional.ofNullable(environment.getProperty("server.ssl.bundle"))
        .orElseThrow(
            () ->
                new DoorStaysShut(
                    KEY + " is true, which means the bundle of server.ssl.bundle: there is none.",
                    null));
  }

  private static ClientAuth clientAuth(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "need" -> ClientAuth.REQUIRE;
      case "want" -> ClientAuth.OPTIONAL;
      default -> ClientAuth.NONE;
    };
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
