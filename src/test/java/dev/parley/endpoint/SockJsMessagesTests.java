package dev.parley.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.endpoint.SockJsMessages.Outcome;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class SockJsMessagesTests {

  private final SockJsMessages messages = new SockJsMessages(10);
  private final List<String> read = new ArrayList<>();

  @Test
  void messagesAreReadInOrderAndUnquoted() {
    assertThat(read("[\"a\\n\\u0000\", \"é\",\"\"]")).isEqualTo(Outcome.COMPLETE);
    assertThat(read).containsExactly("a\n\0", "é", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "''            | EMPTY",
        "'  '          | EMPTY",
        "'[]'          | COMPLETE",
        "'\"a\"'       | MALFORMED",
        "'{}'          | MALFORMED",
        "'[1]'         | MALFORMED",
        "'[null]'      | MALFORMED",
        "'[[\"a\"]]'   | MALFORMED",
        "'[\"a\"'      | MALFORMED",
        "'[\"a\"]x'    | MALFORMED",
        "'[\"a\\x\"]'  | MALFORMED"
      })
  void anythingButAnArrayOfStringsIsNamed(String request, Outcome outcome) {
    assertThat(read(request)).isEqualTo(outcome);
  }

  @Test
  void whatCameBeforeAFaultHasBeenHandedOn() {
    assertThat(read("[\"a\",1]")).isEqualTo(Outcome.MALFORMED);
    assertThat(read).containsExactly("a");
  }

  @Test
  void theLimitCountsWhatIsMeantAndNotItsQuotes() {
    assertThat(read("[\"" + "\\u0001".repeat(10) + "\"]")).isEqualTo(Outcome.COMPLETE);
    assertThat(read("[\"" + "x".repeat(11) + "\"]")).isEqualTo(Outcome.TOO_LARGE);
  }

  @Test
  void aMessageWithoutEndIsGivenUp() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            Arrays.fill(bytes, from, from + length, (byte) 'x');
            return length;
          }
        };
    InputStream beginning = new ByteArrayInputStream("[\"".getBytes(UTF_8));
    InputStream request = new SequenceInputStream(beginning, endless);

    assertThat(messages.read(request, read::add)).isEqualTo(Outcome.TOO_LARGE);
  }

  private Outcome read(String request) {
    Outcome streamed =
        messages.read(new ByteArrayInputStream(request.getBytes(UTF_8)), message -> {});
    Outcome outcome = messages.read(request, read::add);
    assertThat(streamed).isEqualTo(outcome);
    return outcome;
  }
}
