import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs google-java-format over every Java file below src: {@code check} names those that differ and
 * ends with 1, {@code write} rewrites them. Started by Maven in the JDK 25 it selected, because the
 * formatter only reads the language of the JDK it runs on.
 */
final class Format {

  public static void main(String[] arguments) throws Exception {
    boolean write = arguments.length == 1 && arguments[0].equals("write");
    List<String> options = new ArrayList<>();
    options.addAll(write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      files
          .map(Path::toString)
          .filter(name -> name.endsWith(".java"))
          .sorted()
          .forEach(options::add);
    }
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int status = new Main(out, err, System.in).format(options.toArray(String[]::new));
    out.flush();
    err.flush();
    if (status != 0 && !write) {
      System.err.println("The files named above are not formatted: src/build/format does it.");
    }
    System.exit(status);
  }
}
