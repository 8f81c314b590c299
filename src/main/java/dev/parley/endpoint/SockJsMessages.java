package dev.parley.endpoint;

import java.io.InputStream;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * What a SockJS client sends: a JSON array of strings. They are handed on one by one while they are
 * read, so that a request may bring many, but never holds more than one in memory.
 */
final class SockJsMessages {

  /** How the reading went; what came before a fault has been handed on. */
  enum Outcome {
    COMPLETE,
    EMPTY,
    MALFORMED,
    TOO_LARGE
  }

  private final JsonFactory json;

  /**
   * @param mostCharacters of one message; 0: no limit
   */
  SockJsMessages(long mostCharacters) {
    int most = mostCharacters == 0 ? Integer.MAX_VALUE : Math.clamp(mostCharacters, 1, 1 << 30);
    StreamReadConstraints limits = StreamReadConstraints.builder().maxStringLength(most).build();
    json = JsonFactory.builder().streamReadConstraints(limits).build();
  }

  Outcome read(InputStream request, Consumer<String> message) {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), request)) {
      return read(parser, message);
    } catch (StreamConstraintsException tooLarge) {
      return Outcome.TOO_LARGE;
    } catch (JacksonException malformed) {
      return Outcome.MALFORMED;
    }
  }

  Outcome read(String frame, Consumer<String> message) {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), frame)) {
      return read(parser, message);
    } catch (StreamConstraintsException tooLarge) {
      return Outcome.TOO_LARGE;
    } catch (JacksonException malformed) {
      return Outcome.MALFORMED;
    }
  }

  private static Outcome read(JsonParser parser, Consumer<String> message) {
    JsonToken token = parser.nextToken();
    if (token == null) {
      return Outcome.EMPTY;
    }
    if (token != JsonToken.START_ARRAY) {
      return Outcome.MALFORMED;
    }
    token = parser.nextToken();
    while (token == JsonToken.VALUE_STRING) {
      message.accept(parser.getString());
      token = parser.nextToken();
    }
    boolean complete = token == JsonToken.END_ARRAY && parser.nextToken() == null;
    return complete ? Outcome.COMPLETE : Outcome.MALFORMED;
  }
}
