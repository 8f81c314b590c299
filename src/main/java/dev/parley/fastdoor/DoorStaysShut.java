package dev.parley.fastdoor;

import org.jspecify.annotations.Nullable;

/** The fast door cannot be opened as it is configured; the message names the key. */
public final class DoorStaysShut extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DoorStaysShut(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
