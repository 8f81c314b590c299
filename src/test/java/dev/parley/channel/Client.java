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
  private final Chronicle log;
  private final List<String> complaints;
  private Optional<Visit> visit = Optional.empty();
  private Optional<MessageId> seen = Optional.empty();

  Client(int number, ChannelName channel, Chronicle log, List<String> complaints) {
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
    Hearing hearing = new Hearing(log, this::complain);
    Listener listener = new Listener(lane, "sub-" + number % 3, hearing);
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
          MessageId end = log.current().entries().getLast().id();
          Optional<MessageId> last =
              each.listener().heard().isEmpty()
                  ? each.listener().joined().map(joined -> joined.end().at(joined.after()))
                  : Optional.of(each.listener().heard().getLast().id());
          if (!last.equals(Optional.of(end))) {
            complain("heard " + each.listener().numbers() + " and not " + end);
          }
        });
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
