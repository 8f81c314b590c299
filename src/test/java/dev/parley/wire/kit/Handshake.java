package dev.parley.wire.kit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a client says when it opens a wire: headers that are added or replace the usual ones, names
 * of usual headers that are left out, and the size of its receive buffer (0: the system's).
 */
public record Handshake(List<Header> headers, Set<String> omitted, int receiveBuffer) {

  public Handshake {
    headers = List.copyOf(headers);
    omitted = Set.copyOf(omitted);
  }

  /** Nothing but what the protocol asks for. */
  public static Handshake bare() {
    return new Handshake(List.of(), Set.of(), 0);
  }

  /** Offers STOMP 1.2, 1.1 and 1.0, as browsers do. */
  public static Handshake stomp() {
    return bare().subprotocols("v12.stomp", "v11.stomp", "v10.stomp");
  }

  public Handshake with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Handshake(more, omitted, receiveBuffer);
  }

  /** Leaves out a header that would be sent otherwise, such as {@code Sec-WebSocket-Key}. */
  public Handshake without(String name) {
    Set<String> more = new HashSet<>(omitted);
    more.add(name.toLowerCase(Locale.ROOT));
    List<Header> kept = headers.stream().filter(h -> !h.name().equalsIgnoreCase(name)).toList();
    return new Handshake(kept, more, receiveBuffer);
  }

  public Handshake subprotocols(String... offered) {
    return with("Sec-WebSocket-Protocol", String.join(", ", offered));
  }

  public Handshake extensions(String offered) {
    return with("Sec-WebSocket-Extensions", offered);
  }

  public Handshake origin(String origin) {
    return with("Origin", origin);
  }

  public Handshake bearer(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** A small SO_RCVBUF, so that a client that stops reading is felt by the server soon. */
  public Handshake receiveBuffer(int bytes) {
    return new Handshake(headers, omitted, bytes);
  }

  Optional<String> header(String name) {
    return headers.stream()
        .filter(h -> h.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /** Adds a header unless it is named here or left out. */
  Handshake usually(String name, String value) {
    boolean decided = header(name).isPresent() || omitted.contains(name.toLowerCase(Locale.ROOT));
    return decided ? this : with(name, value);
  }
}
