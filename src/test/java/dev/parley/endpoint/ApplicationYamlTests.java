package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** The file shows every key with its default, and nothing that means nothing. */
class ApplicationYamlTests {

  /** Keys whose absence means something, so that the file can show them in comments only. */
  private static final List<String> WITHOUT_DEFAULT =
      List.of(
          "parley.auth.secret",
          "parley.auth.public-key",
          "parley.auth.jwks-uri",
          "parley.auth.issuer",
          "parley.auth.audience",
          "parley.auth.cookie",
          "parley.relay.login",
          "parley.relay.passcode");

  private static final Map<String, Class<?>> RECORDS = settingsRecords();

  @Test
  void allSettingsAreFound() {
    assertThat(RECORDS.values())
        .extracting(Class::getSimpleName)
        .contains(
            "AuthSettings", "HeartBeatSettings", "LimitSettings", "NamespaceSettings", "Origins");
  }

  @Test
  void everyKeyOfTheSettingsIsShown() {
    Set<String> expected = keysOfRecords();
    expected.removeAll(WITHOUT_DEFAULT);
    expected.remove("parley.namespaces");
    options().forEach(option -> expected.add("parley.namespaces.rooms." + option));

    assertThat(ApplicationYaml.keys()).containsAll(expected);
    List<String> lines = ApplicationYaml.text().lines().map(String::strip).toList();
    assertThat(WITHOUT_DEFAULT)
        .allSatisfy(
            key -> assertThat(lines).anyMatch(line -> line.startsWith("# " + last(key) + ":")));
  }

  @Test
  void everyKeyThatIsShownIsReadByTheSettings() {
    Set<String> known = keysOfRecords();
    assertThat(known).containsAll(WITHOUT_DEFAULT);

    assertThat(ApplicationYaml.keys())
        .allSatisfy(
            key -> {
              if (key.startsWith("parley.namespaces.")) {
                assertThat(options()).contains(last(key));
              } else if (!key.equals("parley.auth")) {
                assertThat(known).contains(key);
              }
            });
  }

  @Test
  void valuesThatAreShownAreTheDefaults() {
    RECORDS.forEach(
        (named, type) -> {
          String prefix = prefix(type);
          if (!type.equals(NamespaceSettings.class)) {
            assertThat((Object) ApplicationYaml.bound(prefix, type))
                .isEqualTo(defaults(prefix, type));
          }
        });
  }

  @Test
  void roomsShowWhatANamespaceIsThatSaysNothing() {
    Map<String, NamespaceSettings.Options> shown =
        ApplicationYaml.bound("parley", NamespaceSettings.class).namespaces();

    assertThat(shown).containsOnlyKeys("rooms", "inbox");
    assertThat(shown).containsEntry("rooms", defaults("nothing", NamespaceSettings.Options.class));
  }

  private static <T> T defaults(String prefix, Class<T> type) {
    return new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate(prefix, type);
  }

  private static Set<String> keysOfRecords() {
    return RECORDS.values().stream()
        .flatMap(type -> names(type).map(name -> prefix(type) + "." + name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> options() {
    return names(NamespaceSettings.Options.class).toList();
  }

  private static Stream<String> names(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(
            part -> {
              String name = part.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
              boolean group =
                  part.getType().isRecord() && type.equals(part.getType().getEnclosingClass());
              return group ? names(part.getType()).map(key -> name + "." + key) : Stream.of(name);
            });
  }

  private static String prefix(Class<?> type) {
    return Objects.requireNonNull(type.getAnnotation(ConfigurationProperties.class)).value();
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static Map<String, Class<?>> settingsRecords() {
    ClassPathScanningCandidateComponentProvider scanner =
        new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    Map<String, Class<?>> records = new LinkedHashMap<>();
    scanner
        .findCandidateComponents("dev.parley")
        .forEach(
            found -> {
              String name = Objects.requireNonNull(found.getBeanClassName());
              records.put(name, ClassUtils.resolveClassName(name, null));
            });
    return records;
  }
}
