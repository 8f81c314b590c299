package dev.parley.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody with a browser window of their own on the demo page. */
final class Visitor implements AutoCloseable {

  private final BrowserContext window;
  private final Page page;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Visitor(BrowserContext window) {
    this.window = window;
    this.page = window.newPage();
    page.onConsoleMessage(this::note);
    page.onPageError(complaints::add);
  }

  /** Opens the page, gives a name, and is connected to the room when this returns. */
  static Visitor enters(Browser browser, int port, String name, String room) {
    Visitor visitor = new Visitor(browser.newContext());
    visitor.page.navigate("http://localhost:" + port + "/");
    visitor.page.getByLabel("Your name").fill(name);
    visitor.page.getByLabel("Room", exactly()).fill(room);
    visitor.page.keyboard().press("Enter");
    visitor.isTold("Connected");
    return visitor;
  }

  /** Writes, as a person with a keyboard does, and does not wait. */
  void writes(String text) {
    page.getByLabel("Message", exactly()).fill(text);
    page.keyboard().press("Enter");
  }

  /** Writes, and knows that it was accepted. */
  void says(String text) {
    writes(text);
    assertThat(mine(text)).hasAttribute("data-state", "sent");
  }

  /** What was written is shown with that state. */
  void isStill(String state, String text) {
    assertThat(mine(text)).hasAttribute("data-state", state);
  }

  /** Types without sending. */
  void beginsToWrite(String text) {
    page.getByLabel("Message", exactly()).pressSequentially(text);
  }

  void seesTyping(String sentence) {
    assertThat(page.locator("#typing")).hasText(sentence);
  }

  /** Presses a button, as a keyboard does. */
  void presses(String button) {
    Locator found =
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).first();
    found.focus();
    page.keyboard().press("Enter");
  }

  void hasUnread(String conversation, int count) {
    Page.GetByRoleOptions named =
        new Page.GetByRoleOptions().setName(conversation + ", " + count + " unread");
    assertThat(page.getByRole(AriaRole.BUTTON, named)).isVisible();
  }

  void opens(String room) {
    page.getByLabel("Another room").fill(room);
    page.keyboard().press("Enter");
    assertThat(page.locator("#name")).hasText(room);
  }

  /** Scrolls up until it sees a text. */
  void scrollsUpTo(String text) {
    Locator wanted =
        page.locator("#lines p").getByText(text, new Locator.GetByTextOptions().setExact(true));
    page.locator("#scroll").focus();
    page.keyboard().press("Home");
    assertThat(wanted).hasCount(1);
  }

  int lines() {
    return page.locator("#lines li").count();
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  /** Everything that stands in the room, once and in this order, as "sender: text". */
  void sees(String... lines) {
    assertThat(page.locator("#log b")).hasText(parts(lines, 0));
    reads(parts(lines, 1));
    assertThat(page.locator("#outbox li")).hasCount(0);
  }

  /** The same without the senders, so that the page's own lines may stand between. */
  void reads(String... texts) {
    assertThat(page.locator("#log p:visible")).hasText(texts);
  }

  void seesHere(String... names) {
    assertThat(page.locator("#people li")).hasText(names);
    assertThat(page.locator("#here")).hasText(names.length + " here");
  }

  void isTold(String status) {
    assertThat(page.getByRole(AriaRole.STATUS)).hasText(status);
  }

  List<String> complaints() {
    return complaints;
  }

  void reloads() {
    page.reload();
  }

  private Locator mine(String text) {
    return page.locator(".mine").filter(new Locator.FilterOptions().setHasText(text));
  }

  private static String[] parts(String[] lines, int part) {
    return Arrays.stream(lines).map(line -> line.split(": ", 2)[part]).toArray(String[]::new);
  }

  private void note(ConsoleMessage message) {
    if (message.type().equals("error") || message.type().equals("warning")) {
      complaints.add(message.text());
    }
  }

  @Override
  public void close() {
    window.close();
  }
}
