package dev.parley.endpoint;

import dev.parley.limit.TrustedProxies;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.webjars.WebJarVersionLocator;

/**
 * The JavaScript client at {@code /client/parley.js}, and beside it the two libraries it needs, so
 * that a page needs neither a bundler nor an import map. A page of another origin that may connect
 * may also import it.
 */
@Configuration(proxyBeanMethods = false)
class ClientFiles implements WebMvcConfigurer {

  private static final String WEBJARS = "classpath:/META-INF/resources/webjars/";
  private static final String PATHS = "/client/**";

  private final Pages pages;

  ClientFiles(Origins origins, TrustedProxies proxies) {
    this.pages = new Pages(origins, proxies);
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry resources) {
    add(resources, "/client/stompjs/**", webjar("stomp__stompjs", "esm6"));
    add(resources, "/client/sockjs/**", webjar("sockjs-client", "dist"));
    // The build has compressed it.
    add(resources, PATHS, "classpath:/client/")
        .resourceChain(false)
        .addResolver(new EncodedResourceResolver());
  }

  /** Asked for again each time, and answered with 304: all modules are always of one version. */
  private static ResourceHandlerRegistration add(
      ResourceHandlerRegistry resources, String paths, String location) {
    return resources
        .addResourceHandler(paths)
        .addResourceLocations(location)
        .setCacheControl(CacheControl.maxAge(Duration.ZERO).mustRevalidate());
  }

  private static String webjar(String name, String folder) {
    return WEBJARS + name + "/" + new WebJarVersionLocator().version(name) + "/" + folder + "/";
  }

  @Override
  public void addInterceptors(InterceptorRegistry interceptors) {
    interceptors.addInterceptor(new AllowOrigins(pages)).addPathPatterns(PATHS);
  }

  @Bean
  FilterRegistrationBean<Varying> varyingClientFiles() {
    FilterRegistrationBean<Varying> filter = new FilterRegistrationBean<>(new Varying());
    filter.addUrlPatterns("/client/*");
    return filter;
  }

  /** What an answer depends on, for caches; Spring would replace one reason by the other. */
  static final class Varying extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
      response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
      chain.doFilter(
          request,
          new HttpServletResponseWrapper(response) {
            @Override
            public void setHeader(String name, String value) {
              if (!name.equalsIgnoreCase(HttpHeaders.VARY)) {
                super.setHeader(name, value);
              }
            }
          });
    }
  }

  /** CORS (Fetch standard) by the rule that holds for connections. */
  private record AllowOrigins(Pages pages) implements HandlerInterceptor {

    @Override
    public boolean preHandle(
        HttpServletRequest request, HttpServletResponse response, Object handler) {
      String origin = request.getHeader(HttpHeaders.ORIGIN);
      if (origin != null && pages.allow(request)) {
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      }
      return true;
    }
  }
}
