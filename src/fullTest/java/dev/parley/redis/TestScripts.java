package dev.parley.redis;

/** Scripts that a test brings with it. */
public final class TestScripts {

  private TestScripts() {}

  public static Script ofText(String name, String text) {
    return Script.ofText(name, text);
  }
}
