package dev.parley.broker;

/**
 * What keeps a node from its broker, in words for whoever runs it; never with a secret.
 *
 * @param key the key of the configuration that is most likely to be wrong
 * @param host host and port that were tried
 * @param reason what happened there
 */
public record BrokerProblem(String key, String host, String reason) {

  @Override
  public String toString() {
    return key + ": " + host + ' ' + reason;
  }
}
