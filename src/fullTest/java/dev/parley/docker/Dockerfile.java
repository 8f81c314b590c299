package dev.parley.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Dockerfile, read as far as ours goes; what it does not know is a fault.
 *
 * @param stages in their order, the last is the image
 */
record Dockerfile(List<Stage> stages) {

  /** What is done, one after the other, in a file system of its own. */
  record Stage(String name, List<Step> steps) {}

  sealed interface Step {}

  record Workdir(String path) implements Step {}

  /**
   * @param stage where it is copied from; empty: the context
   */
  record Copy(String stage, String source, String target) implements Step {}

  record Run(String command) implements Step {}

  record User(int user, int group) implements Step {}

  record Expose(List<Integer> ports) implements Step {}

  record Entrypoint(List<String> command) implements Step {}

  private static final Pattern LINE = Pattern.compile("([A-Z]+) +(.*)", Pattern.DOTALL);
  private static final Pattern FROM = Pattern.compile("\\$\\{JAVA}(?: AS (\\w+))?");
  private static final Pattern COPY = Pattern.compile("(?:--from=(\\w+) )?(\\S+) (\\S+)");
  private static final Pattern USER = Pattern.compile("(\\d+):(\\d+)");

  static Dockerfile parse(String text) {
    List<Stage> stages = new ArrayList<>();
    for (String line : instructions(text)) {
      Matcher parts = matched(LINE, line);
      String rest = parts.group(2).strip();
      switch (parts.group(1)) {
        case "ARG" -> require(rest.equals("JAVA=eclipse-temurin:25-jre"), line);
        case "FROM" -> {
          String name = matched(FROM, rest).group(1);
          stages.add(new Stage(name == null ? "" : name, new ArrayList<>()));
        }
        default -> stages.getLast().steps().add(step(parts.group(1), rest));
      }
    }
    return new Dockerfile(stages);
  }

  private static Step step(String instruction, String rest) {
    return switch (instruction) {
      case "WORKDIR" -> new Workdir(rest);
      case "COPY" -> {
        Matcher copy = matched(COPY, rest);
        yield new Copy(copy.group(1) == null ? "" : copy.group(1), copy.group(2), copy.group(3));
      }
      case "RUN" -> new Run(rest);
      case "USER" -> {
        Matcher user = matched(USER, rest);
        yield new User(Integer.parseInt(user.group(1)), Integer.parseInt(user.group(2)));
      }
      case "EXPOSE" ->
          new Expose(List.of(rest.split(" +", -1)).stream().map(Integer::valueOf).toList());
      case "ENTRYPOINT" ->
          new Entrypoint(List.of(JsonMapper.builder().build().readValue(rest, String[].class)));
      default -> throw new AssertionError("not known: " + instruction + " " + rest);
    };
  }

  /** Without comments, each in one line. */
  private static List<String> instructions(String text) {
    String plain =
        text.lines()
            .filter(line -> !line.startsWith("#"))
            .reduce("", (all, line) -> all + line + "\n");
    return plain.replace("\\\n", "").lines().filter(line -> !line.isBlank()).toList();
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    require(matcher.matches(), text);
    return matcher;
  }

  private static void require(boolean known, String text) {
    if (!known) {
      throw new AssertionError("not known: " + text);
    }
  }

  Stage image() {
    return stages.getLast();
  }

  <T extends Step> T only(Class<T> type) {
    List<T> all = image().steps().stream().filter(type::isInstance).map(type::cast).toList();
    require(all.size() == 1, type.getSimpleName() + ": " + all.size() + " times");
    return all.getFirst();
  }
}
