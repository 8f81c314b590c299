package dev.parley.broker;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Puts into words why a broker cannot be used. */
record RelayProblems(RelaySettings settings, RelaySettings.Target target) {

  /** How far a connection has come. */
  enum Step {
    CONNECTING("does not answer CONNECT"),
    SUBSCRIBING("does not confirm a subscription"),
    CONFIRMING("does not bring back what was sent through it"),
    LIVE("fell silent");

    private final String silence;

    Step(String silence) {
      this.silence = silence;
    }
  }

  /** The TCP or TLS connection did not come about, or broke. */
  BrokerProblem failed(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof UnknownHostException) {
        return problem(settings.whereKey("host"), "is not known to DNS");
      }
      if (each instanceof SSLException) {
        return problem("parley.relay.ssl", "refuses TLS or is not trusted: " + each.getMessage());
      }
    }
    boolean refused = cause instanceof ConnectException && isRefusal(cause);
    return refused
        ? problem(settings.whereKey("port"), "refuses connections: no broker, or no STOMP there")
        : problem(settings.whereKey("host"), "cannot be reached: " + cause.getMessage());
  }

  private static boolean isRefusal(Throwable cause) {
    return String.valueOf(cause.getMessage()).contains("refused");
  }

  BrokerProblem notStomp() {
    return problem(settings.whereKey("port"), "does not speak STOMP");
  }

  /** It closed the connection without a word. */
  BrokerProblem closed(Step step) {
    return step == Step.CONNECTING
        ? problem(settings.whereKey("port"), "hangs up on CONNECT: no STOMP there, or only TLS")
        : problem(settings.whereKey("host"), "closed the connection");
  }

  BrokerProblem silent(Step step) {
    return problem(settings.whereKey("host"), step.silence);
  }

  /** It answered with ERROR. */
  BrokerProblem refused(Step step, ServerFrame error) {
    String said = withoutPasscode(error.explanation());
    String words = said.toLowerCase(Locale.ROOT);
    if (step == Step.CONNECTING) {
      return words.contains("virtual host") || words.contains("vhost")
          ? problem("parley.relay.virtual-host", "refuses it: " + said)
          : problem("parley.relay.login", "refuses login and passcode: " + said);
    }
    return words.contains("permission") || words.contains("access_refused")
        ? problem("parley.relay.login", "gives it no permission: " + said)
        : problem(settings.whereKey("host"), "ended the connection: " + said);
  }

  private String withoutPasscode(String text) {
    String passcode = settings.passcode();
    return passcode == null || passcode.isEmpty() ? text : text.replace(passcode, "***");
  }

  private BrokerProblem problem(String key, String reason) {
    return new BrokerProblem(key, target.toString(), reason);
  }
}
