package dev.parley.endpoint;

import dev.parley.identity.TokenVerifier;
import dev.parley.identity.User;
import dev.parley.limit.TrustedProxies;
import dev.parley.protocol.HttpProblem;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Who may use the HTTP API: whoever brings a token (RFC 6750) with the scope of a backend, in every
 * request anew. There are no cookies and no HTTP sessions, and so nothing that another page could
 * ride on; pages of allowed origins may ask too (CORS).
 */
@Configuration(proxyBeanMethods = false)
class ApiRules {

  private static final Duration PREFLIGHT = Duration.ofHours(1);

  @Bean
  @Order(0)
  SecurityFilterChain apiRulesChain(
      HttpSecurity http, TokenVerifier tokens, Origins origins, TrustedProxies proxies)
      throws Exception {
    Pages pages = new Pages(origins, proxies);
    return http.securityMatcher("/api/**")
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .anyRequest()
                    .access((who, request) -> new AuthorizationDecision(isBackend(who.get()))))
        .addFilterBefore(new BearerFilter(tokens), AuthorizationFilter.class)
        .exceptionHandling(
            refused ->
                refused
                    .authenticationEntryPoint((request, response, e) -> refuse(request, response))
                    .accessDeniedHandler(
                        (request, response, e) ->
                            answer(response, new Refusal(RefusalCode.FORBIDDEN))))
        .headers(HttpRules::restrain)
        .cors(cors -> cors.configurationSource(request -> cors(request, pages)))
        .csrf(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .build();
  }

  private static boolean isBackend(@Nullable Authentication who) {
    return who != null && who.getPrincipal() instanceof User user && Permissions.mayServe(user);
  }

  private static void refuse(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(response, BearerFilter.refusalOf(request));
  }

  private static void answer(HttpServletResponse response, Refusal refusal) throws IOException {
    HttpProblem problem = HttpProblem.of(refusal);
    response.setStatus(problem.status());
    response.setContentType(HttpProblem.CONTENT_TYPE);
    for (Map.Entry<String, String> header : problem.headers().entrySet()) {
      response.setHeader(header.getKey(), header.getValue());
    }
    response.getOutputStream().write(problem.body().getBytes(StandardCharsets.UTF_8));
  }

  /** By the rule that holds for connections; another page is refused before its token is read. */
  private static CorsConfiguration cors(HttpServletRequest request, Pages pages) {
    CorsConfiguration rules = new CorsConfiguration();
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && pages.allow(request)) {
      rules.setAllowedOrigins(List.of(origin));
      rules.setAllowedMethods(List.of("GET", "POST", "DELETE"));
      rules.setAllowedHeaders(List.of(CorsConfiguration.ALL));
      rules.setMaxAge(PREFLIGHT);
    }
    return rules;
  }
}
