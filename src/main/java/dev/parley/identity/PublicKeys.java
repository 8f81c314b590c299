package dev.parley.identity;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads a public key in PEM (RFC 7468 section 13). */
final class PublicKeys {

  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  private PublicKeys() {}

  /** Whether the text is no key but the name of a file. */
  static boolean isFile(String textOrFile) {
    return !textOrFile.contains(BEGIN);
  }

  /** The key in the text, or in the file that the text names. */
  static PublicKey read(String textOrFile) {
    String pem = isFile(textOrFile) ? text(file(textOrFile)) : textOrFile;
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      throw wrong();
    }
    // Line breaks of an environment variable arrive in many forms.
    String body = pem.substring(begin + BEGIN.length(), end).replace("\\n", "");
    try {
      return key(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
    } catch (IllegalArgumentException notBase64) {
      throw wrong();
    }
  }

  private static PublicKey key(X509EncodedKeySpec spec) {
    for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePublic(spec);
      } catch (InvalidKeySpecException ofAnotherKind) {
        // The next one may fit.
      } catch (NoSuchAlgorithmException missing) {
        throw new IllegalStateException(missing);
      }
    }
    throw wrong();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw wrong();
    }
  }

  /** A path, or a URL as Spring has them: encoded only with slashes before the path's own. */
  static Path file(String text) {
    String name = text.strip();
    try {
      if (name.startsWith("file:///")) {
        return Path.of(URI.create(name));
      }
      return Path.of(name.startsWith("file:") ? name.substring("file:".length()) : name);
    } catch (IllegalArgumentException noPath) {
      throw wrong();
    }
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "parley.auth.public-key must be a public key in PEM, or the path of a file with one");
  }
}
