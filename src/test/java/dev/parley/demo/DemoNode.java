package dev.parley.demo;

import dev.parley.ParleyApplication;
import dev.parley.fastdoor.FastDoor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.server.NetworkConnector;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.jetty.JettyWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The service in this process on a free port, with the demo or without. */
final class DemoNode implements AutoCloseable {

  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();

  private DemoNode(Stream<String> arguments) {
    String[] all = Stream.concat(Stream.of("--server.port=0"), arguments).toArray(String[]::new);
    context = SpringApplication.run(ParleyApplication.class, all);
  }

  /** Settings such as {@code --parley.auth.secret=…} may be added. */
  static DemoNode started(String... settings) {
    return new DemoNode(
        Stream.concat(Stream.of("--spring.profiles.active=demo"), Stream.of(settings)));
  }

  static DemoNode withoutTheProfile(String... settings) {
    return new DemoNode(Stream.of(settings));
  }

  int port() {
    return server().getLocalPort();
  }

  /** The address it listens to. */
  String host() {
    return Optional.ofNullable(server().getHost()).orElse("any");
  }

  /** The address that the fast door listens to. */
  InetAddress fastAddress() {
    return bean(FastDoor.class).place().orElseThrow().getAddress();
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  boolean hasBeansOf(String base) {
    return Arrays.stream(context.getBeanDefinitionNames())
        .map(context::getType)
        .anyMatch(type -> type != null && type.getPackageName().equals(base));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private NetworkConnector server() {
    WebServer server = ((WebServerApplicationContext) context).getWebServer();
    JettyWebServer jetty = (JettyWebServer) Objects.requireNonNull(server);
    return (NetworkConnector) jetty.getServer().getConnectors()[0];
  }

  @Override
  public void close() {
    http.close();
    context.close();
  }
}
