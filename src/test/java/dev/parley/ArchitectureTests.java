package dev.parley;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which package may use which, and that these rules can fail. */
class ArchitectureTests {

  private static final int LONGEST_FILE = 250;

  /** Package, then the packages of ours it may use; the root package may use them all. */
  private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

  static {
    MAY_USE.put("protocol", List.of());
    MAY_USE.put("limit", List.of("protocol"));
    MAY_USE.put("identity", List.of("protocol"));
    MAY_USE.put("channel", List.of("protocol"));
    MAY_USE.put("order", List.of("channel", "identity", "protocol"));
    MAY_USE.put("redis", List.of("protocol"));
    MAY_USE.put("loop", List.of());
    MAY_USE.put("cluster", List.of("redis", "protocol"));
    MAY_USE.put("store", List.of("channel", "cluster", "redis", "protocol"));
    MAY_USE.put("broker", List.of("channel", "loop", "redis", "protocol"));
    MAY_USE.put("presence", List.of("channel", "cluster", "identity", "redis", "protocol"));
    MAY_USE.put("session", List.of("channel", "identity", "protocol"));
    MAY_USE.put(
        "endpoint",
        List.of(
            "protocol", "identity", "channel", "store", "broker", "presence", "session", "limit"));
    MAY_USE.put(
        "fastdoor", List.of("endpoint", "identity", "limit", "loop", "protocol", "session"));
    MAY_USE.put("revocation", List.of("identity", "order", "redis", "session", "protocol"));
    MAY_USE.put(
        "api",
        List.of("channel", "order", "presence", "revocation", "session", "identity", "protocol"));
    MAY_USE.put("demo", List.of("identity", "protocol"));
    MAY_USE.put("trial", List.of());
  }

  private static final JavaClasses PARLEY = new ClassFileImporter().importPath(mainClasses());
  private static final List<String> PLANTED = plantedViolations();

  @Test
  void packagesUseOnlyWhatTheTableAllows() {
    assertThat(violations(PARLEY, "dev.parley")).isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(PARLEY.getPackage("dev.parley").getClassesInPackageTree())
        .extracting(JavaClass::getPackage)
        .allMatch(each -> each.isAnnotatedWith(NullMarked.class));
  }

  @Test
  void noFileIsTooLongToReadAtOnce() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
      assertThat(files.filter(ArchitectureTests::isWrittenByHand))
          .allSatisfy(file -> assertThat(lines(file)).as("%s", file).isLessThan(LONGEST_FILE + 1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "planted.protocol.AsksTheContext, org.springframework.context.ApplicationContext",
    "planted.protocol.KnowsTheCore, dev.parley.planted.channel.Innocent",
    "planted.channel.OpensASocket, java.net.Socket",
    "planted.channel.LeansOnSpring, org.springframework.util.MimeType",
    "planted.store.KnowsTheDoor, dev.parley.planted.endpoint.Door",
    "planted.endpoint.KnowsTheRoot, dev.parley.planted.Root",
    "planted.stray.Stray, reside",
  })
  void theRulesFailOnThisPlantedClass(String culprit, String reason) {
    assertThat(PLANTED)
        .anyMatch(line -> line.contains("dev.parley." + culprit) && line.contains(reason));
  }

  @Test
  void theRulesPassWhatTheTableAllows() {
    assertThat(PLANTED).noneMatch(line -> line.contains("store.KeepsTheCore"));
  }

  private static List<String> plantedViolations() {
    String planted = "dev.parley.planted";
    return violations(new ClassFileImporter().importPackages(planted), planted);
  }

  private static List<String> violations(JavaClasses classes, String base) {
    return rules(base).stream()
        .flatMap(
            rule ->
                rule
                    .allowEmptyShould(true)
                    .evaluate(classes)
                    .getFailureReport()
                    .getDetails()
                    .stream())
        .toList();
  }

  private static List<ArchRule> rules(String base) {
    List<ArchRule> rules = new ArrayList<>();
    MAY_USE.forEach((name, allowed) -> rules.add(usesOnly(base, name, allowed)));
    rules.add(knowsEveryPackage(base));
    rules.add(
        noClasses()
            .that(resideInAPackage(base + ".protocol"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "org.springframework.stereotype..",
                    "org.springframework.context..",
                    "org.springframework.beans..")));
    rules.add(
        noClasses()
            .that(resideInAPackage(base + ".channel"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "org.springframework..",
                    "java.net..",
                    "java.nio.channels..",
                    "jakarta.servlet..",
                    "jakarta.websocket..",
                    "org.eclipse.jetty..",
                    "io.netty..")));
    return rules;
  }

  private static ArchRule usesOnly(String base, String name, List<String> allowed) {
    String[] within =
        Stream.concat(Stream.of(name), allowed.stream())
            .map(each -> base + "." + each)
            .toArray(String[]::new);
    return noClasses()
        .that(resideInAPackage(base + "." + name))
        .should()
        .dependOnClassesThat(
            resideInAPackage(base + "..").and(resideInAnyPackage(within).negate()));
  }

  private static ArchRule knowsEveryPackage(String base) {
    String[] known =
        Stream.concat(Stream.of(base), MAY_USE.keySet().stream().map(each -> base + "." + each))
            .toArray(String[]::new);
    return classes().should().resideInAnyPackage(known);
  }

  private static Path mainClasses() {
    try {
      return Path.of(
          ParleyApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException failure) {
      throw new IllegalStateException("the application's classes have no path", failure);
    }
  }

  private static boolean isWrittenByHand(Path file) {
    return file.toString().matches(".*\\.(java|lua|js|ts|html|css|yml|xml|properties)");
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines.count();
    } catch (IOException failure) {
      throw new IllegalStateException("cannot read " + file, failure);
    }
  }
}
