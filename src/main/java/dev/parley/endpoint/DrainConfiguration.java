package dev.parley.endpoint;

import dev.parley.session.Sessions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How clients are sent away when the service ends. */
@Configuration(proxyBeanMethods = false)
class DrainConfiguration {

  @Bean
  Drain.Leave leave(SessionNotices notices, Sessions sessions) {
    return new Drain.Leave(notices, sessions);
  }

  @Bean
  Drain drain(
      ApplicationContext service,
      DrainSettings settings,
      Reception reception,
      Conversations conversations,
      Drain.Leave leave) {
    return new Drain(service, settings, reception, conversations, leave);
  }

  @Bean
  MeterBinder drainGauge(Drain drain) {
    return registry ->
        Gauge.builder("parley.drain", drain, each -> each.isUnderWay() ? 1 : 0).register(registry);
  }
}
