package dev.parley.endpoint;

import dev.parley.channel.Appended;
import dev.parley.channel.Channels;
import dev.parley.channel.Publication;
import dev.parley.channel.Publisher;
import dev.parley.channel.Subscription;
import dev.parley.identity.BearerToken;
import dev.parley.limit.Capacity;
import dev.parley.limit.Pace;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Destination;
import dev.parley.session.Session;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one client has said and asked for: its subscriptions and open transactions. Changed by its
 * own frames only, one at a time; what it is subscribed to may be read from any thread.
 */
final class Conversation {

  /** The header under which a frame's message carries its conversation through the channel. */
  static final String HEADER = "parleyConversation";

  /** A subscription to a channel or a presence feed. */
  record ChannelPlace(Destination destination, Subscription subscription) {}

  /** So many channels are known to exist because this client has published there. */
  private static final int MOST_KNOWN = 64;

  private final Session session;
  private final Optional<Pace> pace;
  private final Optional<Capacity.Place> place;
  private final Turnstile turnstile;
  private final Map<String, Object> attributes = new ConcurrentHashMap<>(2);
  private final Map<String, ChannelPlace> channels = new ConcurrentHashMap<>(4);

  /** Names of queues by the ids of their subscriptions. */
  private final Map<String, String> queues = new ConcurrentHashMap<>(2);

  private final Map<String, Transaction> transactions = new LinkedHashMap<>(0);
  private final AtomicLong arrived = new AtomicLong();

  /** Only of who publishes: most only listen. */
  private @Nullable Publisher publisher;

  private volatile @Nullable Set<ChannelName> known;

  /** What the handshake brought; {@link #takeHandshakeToken} ends it. Guarded by this. */
  private @Nullable BearerToken handshakeToken;

  private boolean tokenTaken;

  private long handled;
  private long readAt;
  private CompletionStage<Receipt> outcome = Receipt.PLAIN;
  private boolean over;

  /**
   * @param pace how fast the client may send; empty: as it likes
   * @param place among the connections of the node; empty: there was none left
   */
  Conversation(Session session, Optional<Pace> pace, Optional<Capacity.Place> place) {
    this.session = session;
    this.pace = pace;
    this.place = place;
    this.turnstile = new Turnstile(session.connection()::pauseReading);
  }

  Session session() {
    return session;
  }

  /** Through it go the client's frames. */
  Turnstile turnstile() {
    return turnstile;
  }

  /** What an application keeps for the session; {@link SessionEvents} clears it in the end. */
  Map<String, Object> attributes() {
    return attributes;
  }

  /** The handshake has brought a token; ignored once CONNECT has come. */
  synchronized void presents(BearerToken token) {
    if (!tokenTaken) {
      handshakeToken = token;
    }
  }

  /** What CONNECT may be judged by; it is forgotten with this, and no other is kept. */
  synchronized Optional<BearerToken> takeHandshakeToken() {
    Optional<BearerToken> taken = Optional.ofNullable(handshakeToken);
    handshakeToken = null;
    tokenTaken = true;
    return taken;
  }

  /** A frame has arrived, and will be handled when its turn comes; on the thread that reads. */
  void arrives() {
    arrived.incrementAndGet();
  }

  Optional<Pace> pace() {
    return pace;
  }

  Optional<Capacity.Place> place() {
    return place;
  }

  /**
   * It is the turn of the next of those that have arrived.
   *
   * @param at when it was read, {@link System#nanoTime}
   */
  void handles(long at) {
    handled++;
    readAt = at;
  }

  /** When the frame was read that is being handled. */
  long readAt() {
    return readAt;
  }

  /** Whether the client has published there before, as far as that is remembered. */
  boolean hasPublishedTo(ChannelName channel) {
    Set<ChannelName> channels = known;
    return channels != null && channels.contains(channel);
  }

  /** On any thread: a store answers on its own. */
  synchronized void hasNowPublishedTo(ChannelName channel) {
    Set<ChannelName> channels = known == null ? ConcurrentHashMap.newKeySet(2) : known;
    if (channels.size() >= MOST_KNOWN) {
      channels.clear();
    }
    channels.add(channel);
    known = channels;
  }

  /** Publishes what the frame says that is being handled. */
  CompletionStage<List<Appended>> publish(
      Channels channels, ChannelName channel, List<Publication> publications) {
    Publisher mine = publisher;
    if (mine == null) {
      mine = new Publisher(channels, arrived::get);
      publisher = mine;
    }
    return mine.publish(channel, publications, handled);
  }

  /** What became of the frame that is being handled. */
  void outcome(CompletionStage<Receipt> receipt) {
    outcome = receipt;
  }

  CompletionStage<Receipt> takeOutcome() {
    CompletionStage<Receipt> taken = outcome;
    outcome = Receipt.PLAIN;
    return taken;
  }

  boolean isOver() {
    return over;
  }

  void end() {
    over = true;
    transactions.clear();
    queues.clear();
  }

  boolean hasSubscription(String id) {
    return channels.containsKey(id) || queues.containsKey(id);
  }

  int subscriptions() {
    return channels.size() + queues.size();
  }

  void add(String id, ChannelPlace place) {
    channels.put(id, place);
  }

  Optional<ChannelPlace> removeChannel(String id) {
    return Optional.ofNullable(channels.remove(id));
  }

  Map<String, ChannelPlace> channels() {
    return channels;
  }

  boolean isMember(Destination destination) {
    return channels.values().stream().anyMatch(place -> place.destination().equals(destination));
  }

  void addQueue(String id, String queue) {
    queues.put(id, queue);
  }

  void removeQueue(String id) {
    queues.remove(id);
  }

  /** The ids of the subscriptions to that queue. */
  List<String> queue(String name) {
    if (queues.isEmpty()) {
      return List.of();
    }
    return queues.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The ids of all subscriptions and where they are to, as clients write it. */
  Map<String, String> destinations() {
    Map<String, String> all = new HashMap<>();
    queues.forEach((id, name) -> all.put(id, "/user/queue/" + name));
    channels.forEach(
        (id, place) ->
            all.put(
                id,
                switch (place.destination()) {
                  case Destination.PresenceFeed(ChannelName channel) ->
                      "/topic/presence." + channel;
                  case Destination.OwnQueue(String name) -> "/user/queue/" + name;
                  default -> "/topic/" + place.subscription().channel();
                }));
    return all;
  }

  Map<String, Transaction> transactions() {
    return transactions;
  }
}
