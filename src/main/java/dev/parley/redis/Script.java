package dev.parley.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A step that Redis does as one: a file of {@code resources/redis}, whose first lines name its keys
 * and arguments. All its keys are in one hash slot. {@code ARGV[1]} says who the primary is, and
 * {@link Redis} puts it there. It answers with a list.
 */
public final class Script {

  private final String name;
  private final byte[] source;
  private final String digest;

  private Script(String name, byte[] source) {
    this.name = name;
    this.source = source;
    this.digest = sha1(source);
  }

  /**
   * The script of the last of these files ({@code redis/append.lua} is {@code "append"}); those
   * before it hold what it has in common with others, and come first.
   */
  public static Script of(String... files) {
    StringBuilder text = new StringBuilder();
    for (String file : files) {
      text.append(read(file)).append('\n');
    }
    return ofText(files[files.length - 1], text.toString());
  }

  static Script ofText(String name, String text) {
    return new Script(name, text.getBytes(StandardCharsets.UTF_8));
  }

  String digest() {
    return digest;
  }

  byte[] source() {
    return source;
  }

  @Override
  public String toString() {
    return name;
  }

  private static String read(String file) {
    String path = "/redis/" + file + ".lua";
    try (InputStream in = Script.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no script " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String sha1(byte[] source) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
    } catch (NoSuchAlgorithmException failure) {
      throw new IllegalStateException("every JDK has SHA-1", failure);
    }
  }
}
