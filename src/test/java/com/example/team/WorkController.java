package com.example.team;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.simp.annotation.SendToUser;
import org.springframework.stereotype.Controller;

/** Work that takes as long as a test wants, and says on what thread it is done. */
@Controller
public class WorkController {

  public static final Semaphore MAY_END = new Semaphore(0);
  public static final BlockingQueue<String> BEGUN = new LinkedBlockingQueue<>();
  public static final List<String> DONE = new CopyOnWriteArrayList<>();
  private static final AtomicInteger AT_ONCE = new AtomicInteger();

  @MessageMapping("/long-work")
  public void longWork(String name) throws InterruptedException {
    BEGUN.add(name);
    if (!MAY_END.tryAcquire(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody let the work end");
    }
  }

  @MessageMapping("/work")
  public void work(String name) {
    if (AT_ONCE.incrementAndGet() > 1) {
      throw new IllegalStateException("two at once");
    }
    DONE.add(name);
    AT_ONCE.decrementAndGet();
  }

  @MessageMapping("/thread")
  @SendToUser("/queue/thread")
  public String thread() {
    return Thread.currentThread().isVirtual() ? "virtual" : Thread.currentThread().getName();
  }
}
