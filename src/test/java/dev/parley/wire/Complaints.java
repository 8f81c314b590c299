package dev.parley.wire;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What is logged as an error or with a trace, and what ends a thread, from its making to its end.
 */
final class Complaints extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final List<String> found = new CopyOnWriteArrayList<>();
  private final @Nullable UncaughtExceptionHandler before =
      Thread.getDefaultUncaughtExceptionHandler();
  private final Logger all = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  Complaints() {
    setContext(all.getLoggerContext());
    start();
    all.addAppender(this);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          StringWriter trace = new StringWriter();
          failure.printStackTrace(new PrintWriter(trace));
          found.add(thread + " ended: " + trace);
        });
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null) {
      String trace = ThrowableProxyUtil.asString(event.getThrowableProxy());
      found.add(event + System.lineSeparator() + trace);
    }
  }

  List<String> found() {
    return List.copyOf(found);
  }

  @Override
  public void close() {
    Thread.setDefaultUncaughtExceptionHandler(before);
    all.detachAppender(this);
    stop();
  }
}
