package dev.parley.endpoint;

import dev.parley.channel.Access;
import dev.parley.channel.Namespace;
import dev.parley.channel.Namespaces;
import dev.parley.channel.Retention;
import dev.parley.protocol.ChannelName;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The namespaces under {@code parley.namespaces}. */
@ConfigurationProperties("parley")
public record NamespaceSettings(@DefaultValue Map<String, Options> namespaces) {

  /**
   * The options of one namespace; what is not given is as for {@code rooms}.
   *
   * @param history messages kept per channel
   * @param historyTtl how old a message may be; 0: no limit
   */
  public record Options(
      @DefaultValue("1000") int history,
      @DefaultValue("24h") Duration historyTtl,
      @DefaultValue("true") boolean presence,
      @DefaultValue("1000") int presenceLimit,
      @DefaultValue("user") Access subscribe,
      @DefaultValue("user") Access publish,
      @DefaultValue("0") int maxMembers) {

    Namespace namespace(String name) {
      try {
        Retention retention = new Retention(history, historyTtl);
        return new Namespace(retention, presence, presenceLimit, maxMembers, subscribe, publish);
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(
            "parley.namespaces." + name + ": " + wrong.getMessage(), wrong);
      }
    }
  }

  public NamespaceSettings {
    for (String name : namespaces.keySet()) {
      boolean reserved = ChannelName.RESERVED.contains(name) && !name.equals("inbox");
      if (!ChannelName.isNamespace(name) || reserved) {
        throw new IllegalArgumentException(
            "parley.namespaces." + name + " is not a name for a namespace");
      }
    }
    toNamespaces(namespaces);
  }

  public Namespaces toNamespaces() {
    return toNamespaces(namespaces);
  }

  private static Namespaces toNamespaces(Map<String, Options> namespaces) {
    return new Namespaces(
        namespaces.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> entry.getValue().namespace(entry.getKey()))));
  }
}
