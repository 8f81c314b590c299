package dev.parley.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** The configuration that the service brings, read as Spring Boot reads it. */
final class ApplicationYaml {

  private static final ClassPathResource FILE = new ClassPathResource("application.yml");

  private ApplicationYaml() {}

  static String text() {
    try {
      return FILE.getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Every key below {@code parley} that has a value. */
  static Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    for (PropertySource<?> source : sources()) {
      for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
        if (name.startsWith("parley.")) {
          keys.add(name);
        }
      }
    }
    return keys;
  }

  static <T> T bound(String prefix, Class<T> type) {
    return boundWith(prefix, type, Map.of());
  }

  /** With values that somebody has set besides. */
  static <T> T boundWith(String prefix, Class<T> type, Map<String, String> values) {
    MutablePropertySources all = new MutablePropertySources();
    all.addLast(new MapPropertySource("set", new HashMap<>(values)));
    sources().forEach(all::addLast);
    return new Binder(ConfigurationPropertySources.from(all)).bindOrCreate(prefix, type);
  }

  private static List<PropertySource<?>> sources() {
    try {
      return new YamlPropertySourceLoader().load("application.yml", FILE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
