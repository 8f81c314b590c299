package dev.parley.endpoint;

import io.micrometer.observation.ObservationPredicate;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may ask what over HTTP. A connection proves who it is with CONNECT; there are no HTTP
 * sessions, and so nothing that another page could ride on.
 */
@Configuration(proxyBeanMethods = false)
class HttpRules {

  /**
   * CSP level 3: everything from here, no script or style inside a page, in nobody's frame. A
   * WebSocket of the same origin is {@code 'self'} too.
   */
  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  /** Before the answer: a large file has left the server before its end could bring headers. */
  private static final ObjectPostProcessor<HeaderWriterFilter> EAGERLY =
      new ObjectPostProcessor<>() {
        @Override
        public <O extends HeaderWriterFilter> O postProcess(O filter) {
          filter.setShouldWriteHeadersEagerly(true);
          return filter;
        }
      };

  /**
   * A handshake passes {@link Doorkeeper} and then proves itself with CONNECT; what Spring Security
   * would do here for nothing costs more than the handshake, at a moment when thousands come back.
   */
  @Bean
  @Order(1)
  SecurityFilterChain doorRules(HttpSecurity http) throws Exception {
    return http.securityMatcher("/ws", "/ws/**")
        .csrf(AbstractHttpConfigurer::disable)
        .headers(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .servletApi(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .securityContext(AbstractHttpConfigurer::disable)
        .exceptionHandling(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain httpRulesChain(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers("/", "/client/**", "/demo/**", "/webjars/**", "/favicon.ico")
                    .permitAll()
                    .requestMatchers("/actuator/health/**", "/actuator/prometheus")
                    .permitAll()
                    .anyRequest()
                    .denyAll())
        // Whoever asks for what is not for him learns not even whether it is there.
        .exceptionHandling(
            refused ->
                refused
                    .authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.NOT_FOUND))
                    .accessDeniedHandler(
                        (request, response, e) ->
                            response.setStatus(HttpServletResponse.SC_NOT_FOUND)))
        .headers(HttpRules::restrain)
        .csrf(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .build();
  }

  /** What browsers must not do with our pages and files, beside what Spring Security forbids. */
  static void restrain(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .withObjectPostProcessor(EAGERLY)
        .contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN));
  }

  /** Observing every filter of every request costs more than the filters do. */
  @Bean
  SecurityObservationSettings securityObservations() {
    return SecurityObservationSettings.noObservations();
  }

  /** A socket is no request: it would be kept in memory, with all tags, for as long as it lives. */
  @Bean
  ObservationPredicate noObservationOfSockets() {
    return (name, context) ->
        !(context instanceof ServerRequestObservationContext request
            && isHandshake(request.getCarrier()));
  }

  private static boolean isHandshake(@Nullable HttpServletRequest request) {
    return request != null && request.getRequestURI().startsWith("/ws");
  }
}
