package dev.parley.docker;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The keys of the service: those in its application.yml and those that Spring's jars describe. */
final class KnownKeys {

  /** A key, which may be commented out because it has no default. */
  private static final Pattern KEY = Pattern.compile("( *)(?:# )?([a-z][a-z0-9-]*):(?: .*)?");

  private record Level(int column, String path) {}

  private KnownKeys() {}

  /** As variables of the environment have to be called. */
  static Set<String> asVariables() {
    Set<String> variables = new TreeSet<>();
    try {
      for (String key :
          ofTheService(Files.readString(Path.of("src/main/resources/application.yml")))) {
        variables.add(variable(key));
      }
      String described = "META-INF/spring-configuration-metadata.json";
      for (URL url : Collections.list(KnownKeys.class.getClassLoader().getResources(described))) {
        try (InputStream in = url.openStream()) {
          JsonNode metadata = JsonMapper.builder().build().readTree(in);
          metadata
              .path("properties")
              .forEach(each -> variables.add(variable(each.path("name").asString())));
        }
      }
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
    return variables;
  }

  private static String variable(String key) {
    return key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private static Set<String> ofTheService(String yaml) {
    Set<String> keys = new TreeSet<>();
    Deque<Level> above = new ArrayDeque<>();
    for (String line : yaml.lines().toList()) {
      Matcher key = KEY.matcher(line);
      if (key.matches()) {
        int column = key.group(1).length();
        while (!above.isEmpty() && above.peek().column() >= column) {
          above.pop();
        }
        String path = above.isEmpty() ? key.group(2) : above.peek().path() + "." + key.group(2);
        above.push(new Level(column, path));
        keys.add(path);
      }
    }
    return keys;
  }
}
