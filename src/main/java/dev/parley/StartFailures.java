package dev.parley;

import dev.parley.fastdoor.DoorStaysShut;
import dev.parley.identity.MissingKey;
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
}
