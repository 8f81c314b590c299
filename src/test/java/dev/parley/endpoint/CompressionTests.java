package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTests {

  private static final String AGREED =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  private final Compression on = new Compression(true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "Permessage-Deflate ; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=\"10\"",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "x-webkit-deflate-frame, permessage-deflate",
        "permessage-deflate; server_max_window_bits=10, permessage-deflate"
      })
  void whatCanBeTakenIsTaken(String offer) {
    assertThat(on.answer(List.of(offer))).contains(AGREED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x-webkit-deflate-frame",
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; unknown",
        "permessage-deflate; client_no_context_takeover=1",
        "permessage-deflate; client_max_window_bits; client_max_window_bits=9",
        "permessage-deflate;"
      })
  void whatCannotIsNot(String offer) {
    assertThat(on.answer(List.of(offer))).isEmpty();
  }

  @Test
  void aWindowThatIsAskedForIsConfirmed() {
    assertThat(on.answer(List.of("mux", "permessage-deflate; server_max_window_bits=15")))
        .contains(AGREED + "; server_max_window_bits=15");
  }

  @Test
  void offNothingIsTaken() {
    assertThat(new Compression(false).answer(List.of("permessage-deflate"))).isEmpty();
  }
}
