package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged jar, {@code -Dparley.jar}, says what is in it (CycloneDX). */
class SbomIT {

  private static final String LIBRARIES = "BOOT-INF/lib/";

  @Test
  void everyLibraryIsListedWithItsVersion() throws IOException {
    try (JarFile jar = new JarFile(System.getProperty("parley.jar", "target/parley.jar"))) {
      String place = jar.getManifest().getMainAttributes().getValue("Sbom-Location");
      assertThat(place).as("the SBOM, which Maven leaves out while it is offline").isNotNull();
      JsonNode sbom = json(jar, place);
      assertThat(sbom.path("bomFormat").asString()).isEqualTo("CycloneDX");
      assertThat(sbom.at("/metadata/component/name").asString()).isEqualTo("parley");

      Set<String> listed =
          sbom.path("components")
              .valueStream()
              .map(each -> each.path("name").asString() + "-" + each.path("version").asString())
              .collect(Collectors.toSet());
      List<String> libraries =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
              .map(name -> name.substring(LIBRARIES.length(), name.length() - ".jar".length()))
              // Boot adds it while it packages.
              .filter(name -> !name.startsWith("spring-boot-jarmode-tools"))
              .toList();
      assertThat(libraries)
          .hasSizeGreaterThan(50)
          .allSatisfy(name -> assertThat(listed).anyMatch(each -> isOf(name, each)));
    }
  }

  /** A library for one system has that system's name at its end. */
  private static boolean isOf(String library, String component) {
    return library.equals(component) || library.startsWith(component + "-linux-");
  }

  private static JsonNode json(JarFile jar, String place) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(place))) {
      return JsonMapper.builder().build().readTree(in);
    }
  }
}
