package com.example.team;

import com.example.team.TeamConfiguration.Colour;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.util.MimeType;

/** Writes colours in a type of their own. */
final class ColourConverter extends AbstractMessageConverter {

  ColourConverter() {
    super(new MimeType("text", "colour"));
  }

  @Override
  protected boolean supports(Class<?> type) {
    return type == Colour.class;
  }

  @Override
  protected Object convertToInternal(
      Object payload, @Nullable MessageHeaders headers, @Nullable Object hint) {
    return ((Colour) Objects.requireNonNull(payload)).name().getBytes(StandardCharsets.UTF_8);
  }
}
