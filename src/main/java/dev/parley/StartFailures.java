package dev.parley;

import dev.parley.fastdoor.DoorStaysShut;
import dev.parley.identity.MissingKey;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Why the service did not start, in one sentence that names the key to set. */
final class StartFailures {

  private StartFailures() {}

  static final class NoKey extends AbstractFailureAnalyzer<MissingKey> {

    @Override
    protected FailureAnalysis analyze(Throwable root, MissingKey cause) {
      return new FailureAnalysis(cause.getMessage(), null, cause);
    }
  }

  @Order(Ordered.HIGHEST_PRECEDENCE)
  static final class WrongCombination
      extends AbstractFailureAnalyzer<ClusterSettings.WrongCombination> {

    @Override
    protected FailureAnalysis analyze(Throwable root, ClusterSettings.WrongCombination cause) {
      return new FailureAnalysis(cause.getMessage(), null, cause);
    }
  }

  @Order(Ordered.HIGHEST_PRECEDENCE)
  static final class PortTaken extends AbstractFailureAnalyzer<PortInUseException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, PortInUseException cause) {
      return new FailureAnalysis(
          "Port " + cause.getPort() + " is taken: set server.port to another one.", null, cause);
    }
  }

  static final class NoFastDoor extends AbstractFailureAnalyzer<DoorStaysShut> {

    @Override
    protected FailureAnalysis analyze(Throwable root, DoorStaysShut cause) {
      return new FailureAnalysis(cause.getMessage(), null, cause);
    }
  }

  /** Of whatever asks for the bundle first: the doors, the metrics of its certificates, Redis. */
  static final class NoCertificate extends AbstractFailureAnalyzer<IllegalStateException> {

    private static final Pattern STORE = Pattern.compile("Unable to create (key|trust) store: .*");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, IllegalStateException cause) {
      String message = cause.getMessage();
      if (message == null || !STORE.matcher(message).matches()) {
        return null;
      }
      return new FailureAnalysis(
          "A bundle of spring.ssl.bundle cannot be used: " + reason(cause), null, cause);
    }

    /** Which file, and what is wrong with it. */
    private static @Nullable String reason(Throwable failure) {
      Throwable root = failure;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return root.getMessage();
    }
  }
}
