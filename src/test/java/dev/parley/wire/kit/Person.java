package dev.parley.wire.kit;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A user with one connection, in sentences: {@code alice.joins("rooms.lobby"); alice.hears("hi")}.
 * For one test thread. Made by {@link Cast}.
 */
public final class Person implements AutoCloseable {

  private static final String REFUSALS = "refusals";
  private static final String INBOX = "inbox";

  private final String user;
  private final Supplier<Wire> way;
  private final String token;
  private final Map<String, String> lastHeard = new HashMap<>();
  private StompClient client;
  private boolean online;

  Person(String user, String token, Transport transport, URI base) {
    this.user = user;
    this.token = token;
    way = () -> transport.open(base);
    client = connected();
  }

  private StompClient connected() {
    StompClient fresh = StompClient.on(way.get());
    StompFrame answer = fresh.connect(token);
    if (!answer.command().equals("CONNECTED")) {
      throw new AssertionError(user + " was refused: " + answer);
    }
    online = true;
    return fresh;
  }

  boolean isOnline() {
    return online;
  }

  /** The {@code sub} of this person's token. */
  public String user() {
    return user;
  }

  /** The connection behind the sentences. */
  public StompClient client() {
    return client;
  }

  /** Becomes a member of a channel and returns the RECEIPT. */
  public StompFrame joins(String channel, String... headers) {
    return client.subscribe(channel, "/topic/" + channel, headers);
  }

  /** Joins again after what was heard last there. */
  public StompFrame rejoins(String channel) {
    String last = lastHeard.get("/topic/" + channel);
    if (last == null) {
      throw new IllegalStateException(user + " has heard nothing in " + channel);
    }
    return joins(channel, "since:" + last);
  }

  public void leaves(String channel) {
    client.unsubscribe(channel);
  }

  /** Publishes and returns the message-id. */
  public String says(String channel, String text, String... headers) {
    return client.publish("/topic/" + channel, text, headers);
  }

  /** Publishes to another's inbox and returns the message-id. */
  public String writesTo(Person other, String text, String... headers) {
    String escaped = other.user.replace("/", "%2F");
    return client.publish("/user/" + escaped + "/queue/inbox", text, headers);
  }

  public StompFrame opensInbox(String... headers) {
    return client.subscribe(INBOX, "/user/queue/inbox", headers);
  }

  /**
   * The next message of any channel or of the inbox has to be this text: another one before it
   * fails. So a text said after something proves what was not heard.
   */
  public StompFrame hears(String text) {
    StompFrame message = client.next(Person::isHeard, "message \"" + text + "\" for " + user);
    lastHeard.put(message.value("destination"), message.value("message-id"));
    if (!message.text().equals(text)) {
      throw new AssertionError(user + " heard " + message + " instead of \"" + text + "\"");
    }
    return message;
  }

  /** Hears these texts in this order with nothing between. */
  public List<StompFrame> hears(String first, String second, String... more) {
    List<StompFrame> heard = new ArrayList<>(List.of(hears(first), hears(second)));
    for (String text : more) {
      heard.add(hears(text));
    }
    return heard;
  }

  /** As {@link StompClient#expectNothing()}. */
  public void hearsNothing() {
    client.expectNothing();
  }

  /** From now on refusals that do not end the connection come as messages. */
  public void listensForRefusals() {
    client.subscribe(REFUSALS, "/user/queue/errors");
  }

  /** The last request was refused with that code and the connection goes on. */
  public StompFrame isRefused(String code) {
    return client.expectRefusal(code);
  }

  /** The server ended the connection with ERROR and that close. */
  public StompFrame isCutOff(String code, int closeCode) {
    online = false;
    return client.expectError(code, closeCode);
  }

  /** Vanishes without a word. */
  public void goesOffline() {
    online = false;
    client.wire().cut();
  }

  /** Connects anew, with no subscriptions. */
  public void comesBack() {
    client.close();
    client = connected();
  }

  /** Leaves with DISCONNECT. */
  public void saysGoodbye() {
    online = false;
    client.disconnect();
  }

  @Override
  public void close() {
    client.wire().leave();
  }

  private static boolean isHeard(StompFrame frame) {
    if (!frame.command().equals("MESSAGE")) {
      return false;
    }
    String destination = frame.value("destination");
    boolean channel =
        destination.startsWith("/topic/") && !destination.startsWith("/topic/presence.");
    return channel || destination.equals("/user/queue/inbox");
  }
}
