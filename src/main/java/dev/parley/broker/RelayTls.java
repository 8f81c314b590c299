package dev.parley.broker;

import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** TLS towards the broker, where it is wanted; the broker's certificate has to name its host. */
record RelayTls(Optional<SSLContext> context) {

  Optional<ChannelHandler> handler(RelaySettings.Target target) {
    return context.map(
        trusting -> {
          SSLEngine engine = trusting.createSSLEngine(target.host(), target.port());
          engine.setUseClientMode(true);
          SSLParameters parameters = engine.getSSLParameters();
          parameters.setEndpointIdentificationAlgorithm("HTTPS");
          engine.setSSLParameters(parameters);
          return new SslHandler(engine);
        });
  }
}
