package dev.parley.api;

import dev.parley.identity.Revocation;
import dev.parley.revocation.SharedRevocations;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Keeps a user or the holder of a token out, on every node, until a time. */
@RestController
final class RevocationRoute {

  private final SharedRevocations revocations;
  private final InstantSource clock;

  RevocationRoute(SharedRevocations revocations, InstantSource clock) {
    this.revocations = revocations;
    this.clock = clock;
  }

  /**
   * 201 once it is kept and holds here; the other nodes follow within seconds. Of two for the same
   * the one that lasts longer counts. Repeating it changes nothing.
   */
  @PostMapping("/api/v1/revocations")
  CompletionStage<ResponseEntity<Map<String, Object>>> revoke(InputStream body) throws IOException {
    Revocation revocation = RevocationRequest.read(body, clock.instant());
    return revocations
        .give(revocation)
        .thenApply(done -> ResponseEntity.status(HttpStatus.CREATED).body(told(revocation)));
  }

  private static Map<String, Object> told(Revocation revocation) {
    Map<String, Object> told = new LinkedHashMap<>();
    switch (revocation.kind()) {
      case USER -> told.put("sub", revocation.name());
      case TOKEN -> told.put("jti", revocation.name());
    }
    told.put("until", revocation.until().toEpochMilli());
    return told;
  }
}
