package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who subscribes to one channel again and again, knows what was seen last, and complains
 * about every message that breaks a promise.
 */
final class Client {

  private record Visit(TestNode node, Subscription subscription, Listener listener) {}

  private final int number;
  private final ChannelName channel;
  private final Witness log;
  private final List<String> complaints;
  private Optional<Visit> visit = Optional.empty();
  private Optional<MessageId> seen = Optional.empty();

  Client(int number, ChannelName channel, Witness log, List<String> complaints) {
    this.number = number;
    this.channel = channel;
    this.log = log;
    this.complaints = complaints;
  }

  /** Where it can begin by what it knows. */
  Since since(Step.Place place, int distance) {
    noteWhatWasSeen();
    return switch (place) {
      case NOW -> new Since.Now();
      case LAST -> new Since.Last(distance);
      case SEEN -> seen(0);
      case BEFORE_SEEN -> seen(-distance);
      case BEYOND_SEEN -> seen(distance);
      case ELSEWHERE -> new Since.After(new MessageId("elsewhere", distance));
    };
  }

  private Since seen(long distance) {
    return seen.<Since>map(id -> new Since.After(id.at(Math.max(0, id.number() + distance))))
        .orElse(new Since.Now());
  }

  void subscribe(TestNode node, Lane lane, Since since) {
    unsubscribe();
    seen = since instanceof Since.After(MessageId id) ? Optional.of(id) : Optional.empty();
    Listener[] self = new Listener[1];
    Listener listener = new Listener(lane, "sub-" + number % 3, each -> check(self[0], each));
    self[0] = listener;
    visit = Optional.of(new Visit(node, node.subscribes(channel, since, listener), listener));
  }

  void unsubscribe() {
    noteWhatWasSeen();
    visit.ifPresent(
        each -> {
          each.node().unsubscribes(each.subscription(), each.listener());
          complainAbout(each.listener());
        });
    visit = Optional.empty();
  }

  void giveUpIfRefused() {
    if (visit.isPresent() && visit.get().listener().refused().isPresent()) {
      unsubscribe();
    }
  }

  void roomFor(int messages) {
    visit.ifPresent(each -> each.listener().roomFor(messages));
  }

  /** Nothing is under way any more. */
  void checkItHeardAll() {
    visit.ifPresent(
        each -> {
          complainAbout(each.listener());
          if (each.listener().heard().isEmpty()
              || each.listener().heard().getLast().number() != log.end()) {
            complain("heard " + each.listener().numbers() + " and not " + log.end());
          }
        });
  }

  /** What is missing has to be gone from the log at this moment, and marked. */
  private void check(Listener listener, Listener.Heard message) {
    Joined joined = listener.joined().orElseThrow();
    boolean first = listener.heard().isEmpty();
    long before = first ? joined.after() : listener.heard().getLast().number();
    if (message.number() <= before || !log.has(message.number())) {
      complain("heard " + message.number() + " after " + before);
      return;
    }
    Entry entry = log.entry(message.number());
    boolean same =
        message.id().equals(entry.id())
            && message.timestamp() == entry.timestamp()
            && message.body().equals(Witness.bodyOf(entry));
    if (!same) {
      complain("heard " + message + " instead of " + entry);
    }
    boolean missing = message.number() > before + 1;
    if (missing && log.oldestKept() < message.number()) {
      complain("missed some before " + message.number() + " that were kept, after " + before);
    }
    if (message.gap() != (missing || (first && !joined.recovered()))) {
      complain(message.number() + " after " + before + " is marked " + message.gap());
    }
  }

  private void noteWhatWasSeen() {
    visit.ifPresent(
        each -> {
          Listener listener = each.listener();
          if (!listener.heard().isEmpty()) {
            seen = Optional.of(listener.heard().getLast().id());
          } else if (seen.isEmpty()) {
            seen =
                listener
                    .joined()
                    .filter(joined -> joined.after() == joined.end().number())
                    .map(Joined::end);
          }
        });
  }

  private void complainAbout(Listener listener) {
    listener.complaints().forEach(this::complain);
  }

  private void complain(String what) {
    complaints.add("client " + number + ": " + what);
  }
}
