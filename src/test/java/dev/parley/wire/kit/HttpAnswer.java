package dev.parley.wire.kit;

import java.util.List;
import java.util.Optional;

/** The status and headers of an HTTP answer. */
public record HttpAnswer(int status, List<Header> headers) {

  public HttpAnswer {
    headers = List.copyOf(headers);
  }

  /** The first header of that name, in any case. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(h -> h.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }
}
