package dev.parley.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo page in a real browser. */
class DemoIT {

  private static DemoNode node;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() {
    node = DemoNode.started();
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
    playwright = Playwright.create();
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(System.getProperty("parley.chromium")))
                    // Without it Chromium does not start as root, which is who builds in
                    // containers.
                    .setArgs(List.of("--no-sandbox")));
  }

  @AfterAll
  static void stop() {
    browser.close();
    playwright.close();
    node.close();
  }

  @Test
  void twoPagesTalk() {
    try (Visitor alice = enters("alice", "talk");
        Visitor bob = enters("bob", "talk")) {
      alice.says("hi bob");
      bob.says("hi alice");
      alice.says("<i>how</i> are you?");

      String[] all = {"alice: hi bob", "bob: hi alice", "alice: <i>how</i> are you?"};
      alice.sees(all);
      bob.sees(all);
      assertThat(alice.complaints()).isEmpty();
      assertThat(bob.complaints()).isEmpty();
    }
  }

  @Test
  void whoComesLaterSeesWhatWasSaid() {
    try (Visitor alice = enters("alice", "late")) {
      alice.says("anybody here?");
      try (Visitor bob = enters("bob", "late")) {
        bob.sees("alice: anybody here?");
      }
    }
  }

  @Test
  void thePageShowsWhoIsHere() {
    try (Visitor alice = enters("alice", "presence")) {
      alice.seesHere("alice");
      try (Visitor bob = enters("bob", "presence")) {
        alice.seesHere("alice", "bob");
        bob.seesHere("alice", "bob");
      }
      alice.seesHere("alice");
    }
  }

  @Test
  void whoWasOfflineCatchesUp() throws IOException {
    try (CutWire wire = new CutWire(node.port());
        Visitor alice = Visitor.enters(browser, wire.port(), "alice", "offline");
        Visitor bob = enters("bob", "offline")) {
      bob.says("one");
      alice.sees("bob: one");
      assertThat(alice.complaints()).isEmpty();

      wire.cut();
      alice.isTold("Offline, reconnecting");
      bob.seesHere("bob");
      bob.says("two");
      bob.says("three");
      alice.writes("four");
      alice.isStill("waiting…", "four");
      wire.mend();

      alice.isTold("Connected, messages caught up: 2");
      alice.sees("bob: one", "bob: two", "bob: three", "alice: four");
      bob.sees("bob: one", "bob: two", "bob: three", "alice: four");
      alice.seesHere("alice", "bob");
      bob.seesHere("alice", "bob");
      assertThat(alice.complaints()).allMatch(each -> each.contains("net::ERR_"));
      assertThat(bob.complaints()).isEmpty();
    }
  }

  @Test
  void whatIsNoLongerKeptIsToldToBeMissing() throws IOException {
    try (DemoNode forgetful = DemoNode.started("--parley.namespaces.rooms.history=2");
        CutWire wire = new CutWire(forgetful.port());
        Visitor alice = Visitor.enters(browser, wire.port(), "alice", "gap");
        Visitor bob = Visitor.enters(browser, forgetful.port(), "bob", "gap")) {
      bob.says("one");
      alice.sees("bob: one");
      wire.cut();
      alice.isTold("Offline, reconnecting");
      bob.says("two");
      bob.says("three");
      bob.says("four");
      wire.mend();

      alice.isTold("Connected, messages caught up: 2");
      alice.reads("one", "Some messages are missing.", "three", "four");
      bob.says("five");
      alice.reads("one", "Some messages are missing.", "three", "four", "five");
    }
  }

  @Test
  void whatWasSentWithoutAnAnswerIsThereOnce() throws IOException {
    try (CutWire wire = new CutWire(node.port());
        Visitor alice = Visitor.enters(browser, wire.port(), "alice", "repeat");
        Visitor bob = enters("bob", "repeat")) {
      wire.mute();
      alice.writes("did you get this?");
      bob.sees("alice: did you get this?");
      alice.isStill("sending…", "did you get this?");
      wire.cut();
      alice.isTold("Offline, reconnecting");
      wire.mend();

      alice.isTold("Connected, messages caught up: 1");
      alice.says("once?");
      alice.sees("alice: did you get this?", "alice: once?");
      bob.sees("alice: did you get this?", "alice: once?");
    }
  }

  @Test
  void theConnectionCanBeCutByHandAndComesBack() {
    try (Visitor alice = enters("alice", "cut");
        Visitor bob = enters("bob", "cut")) {
      alice.presses("Cut the connection");
      alice.isTold("Offline, reconnecting");
      alice.writes("one");
      alice.isStill("waiting…", "one");
      alice.presses("Cut the connection");

      alice.sees("alice: one");
      bob.sees("alice: one");
      assertThat(bob.complaints()).isEmpty();
    }
  }

  @Test
  void whatWasWrittenOfflineSurvivesAReload() throws IOException {
    try (CutWire wire = new CutWire(node.port());
        Visitor alice = Visitor.enters(browser, wire.port(), "alice", "survive");
        Visitor bob = enters("bob", "survive")) {
      wire.cut();
      alice.isTold("Offline, reconnecting");
      alice.writes("do not lose me");
      alice.isStill("waiting…", "do not lose me");
      wire.mend();
      alice.reloads();

      bob.sees("alice: do not lose me");
      alice.sees("alice: do not lose me");
    }
  }

  @Test
  void whoIsTypingIsSeenUntilTheMessageComes() {
    try (Visitor alice = enters("alice", "typing");
        Visitor bob = enters("bob", "typing")) {
      // Nothing of it is kept: whoever is answered has seen bob's frames, his subscriptions first.
      bob.says("I am here");
      alice.sees("bob: I am here");
      alice.beginsToWrite("hm");
      bob.seesTyping("alice is typing…");
      bob.seesTyping("");
    }
  }

  @Test
  void aPersonCanBeWrittenToAlone() {
    try (Visitor alice = enters("alice", "private");
        Visitor bob = enters("bob", "private");
        Visitor carol = enters("carol", "private")) {
      alice.seesHere("alice", "bob", "carol");
      alice.presses("bob");
      alice.says("only for you");

      bob.hasUnread("@alice", 1);
      bob.presses("@alice");
      bob.sees("alice: only for you");
      bob.says("I see");
      alice.sees("alice: only for you", "bob: I see");
      carol.sees();
    }
  }

  @Test
  void anotherRoomIsOpenedBesideAndCountsWhatIsUnread() {
    try (Visitor alice = enters("alice", "first");
        Visitor bob = enters("bob", "first")) {
      alice.opens("second");
      alice.says("hello second");
      bob.says("hello first");
      alice.hasUnread("first", 1);
      alice.presses("first");
      alice.sees("bob: hello first");
      bob.sees("bob: hello first");
    }
  }

  @Test
  void earlierMessagesComeOnScrolling() {
    try (Visitor alice = enters("alice", "history")) {
      for (int i = 1; i <= 90; i++) {
        alice.writes("line " + i);
      }
      alice.says("the last");
      alice.reloads();
      alice.isTold("Connected");
      alice.scrollsUpTo("line 42");
      alice.scrollsUpTo("line 12");
      alice.scrollsUpTo("line 1");
      assertThat(alice.lines()).isEqualTo(91);
    }
  }

  @Test
  void markupInANameIsText() {
    try (Visitor mallory = enters("<b>x", "markup");
        Visitor bob = enters("bob", "markup")) {
      mallory.says("hello");

      bob.sees("<b>x: hello");
      bob.seesHere("<b>x", "bob");
      mallory.seesHere("<b>x", "bob");
      assertThat(bob.complaints()).isEmpty();
    }
  }

  @Test
  void aReloadedPageIsInItsRoomAgain() {
    try (Visitor alice = enters("alice", "reload")) {
      alice.says("I am back in a second");
      alice.reloads();
      alice.isTold("Connected");
      alice.sees("alice: I am back in a second");
    }
  }

  private static Visitor enters(String name, String room) {
    return Visitor.enters(browser, node.port(), name, room);
  }
}
