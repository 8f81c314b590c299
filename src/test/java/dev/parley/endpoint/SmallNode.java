package dev.parley.endpoint;

import dev.parley.broker.LocalBroker;
import dev.parley.channel.Access;
import dev.parley.channel.ChannelStore;
import dev.parley.channel.Channels;
import dev.parley.channel.LogBacklog;
import dev.parley.channel.Namespace;
import dev.parley.channel.Namespaces;
import dev.parley.channel.Retention;
import dev.parley.channel.Tally;
import dev.parley.identity.Grants;
import dev.parley.identity.TokenVerifier;
import dev.parley.identity.User;
import dev.parley.limit.Capacity;
import dev.parley.limit.ConnectionSettings;
import dev.parley.limit.NewChannels;
import dev.parley.limit.TrafficSettings;
import dev.parley.presence.MemoryPresenceStore;
import dev.parley.presence.Presence;
import dev.parley.presence.PresenceStore;
import dev.parley.protocol.FrameLimits;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.session.Lanes;
import dev.parley.session.SessionLimits;
import dev.parley.session.Sessions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.unit.DataSize;

/** What is behind the doors, without doors: channels with one namespace {@code rooms}, sessions. */
final class SmallNode implements AutoCloseable {

  /** An application without handlers. */
  static final ApplicationHandlers NO_HANDLERS =
      new ApplicationHandlers() {
        @Override
        public boolean serve(Message<?> message) {
          return false;
        }

        @Override
        public void handleMessage(Message<?> message) {
          throw new Refusal(RefusalCode.BAD_DESTINATION);
        }
      };

  /** Knows no token. */
  private static final TokenVerifier NOBODY =
      new TokenVerifier() {
        @Override
        public User verify(String token) {
          throw new Refusal(RefusalCode.BAD_TOKEN);
        }

        @Override
        public boolean mayBlock() {
          return false;
        }
      };

  private static final FrameLimits LIMITS = new FrameLimits(0, 0);

  private static final TrafficSettings UNLIMITED =
      new TrafficSettings(0, DataSize.ofBytes(0), 0, 0);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  private final Lanes lanes = new Lanes(1, nanos -> {});
  final Sessions sessions =
      new Sessions(lanes, new SessionLimits(0, Duration.ZERO, Duration.ZERO, 0));
  final Namespaces namespaces;
  final Channels channels;
  final Conversations conversations =
      new Conversations(sessions, UNLIMITED, new Capacity(new ConnectionSettings(0, 0, 0)));
  final Metrics metrics = new Metrics(new SimpleMeterRegistry(), new Tally());
  private final ConnectionLog log = new ConnectionLog();
  final Replies replies = new Replies(metrics);

  final Publishing publishing;

  SmallNode(ChannelStore store) {
    Retention retention = new Retention(100, Duration.ZERO);
    Namespace rooms = new Namespace(retention, false, 0, 0, Access.USER, Access.USER);
    namespaces = new Namespaces(Map.of("rooms", rooms, "inbox", rooms));
    LogBacklog logs = new LogBacklog(store, namespaces);
    LocalBroker broker = new LocalBroker();
    channels =
        new Channels(
            store,
            broker,
            namespaces,
            new Channels.Node(() -> "one", timer, new Tally()),
            channel -> logs);
    publishing = new Publishing(channels, new NewChannels(0), metrics);
    channels.listen(broker.start("one", channels));
  }

  /** Who is where on this node, as that store knows it. */
  Presence presence(PresenceStore store) {
    return new Presence(store, channels, namespaces, timer);
  }

  /** A session of that user over a connection that keeps the frames. */
  Conversation session(String name, KeptFrames connection) {
    Conversation conversation =
        conversations.open(connection, new Arrival(InetAddress.getLoopbackAddress()));
    User user =
        new User(
            name,
            Optional.empty(),
            Optional.empty(),
            Grants.NONE,
            Set.of(),
            Optional.empty(),
            Instant.MAX);
    conversation.session().connected(user);
    sessions.connected(conversation.session());
    return conversation;
  }

  /**
   * A door's view of a session that is open: what arrives goes all the way to {@code handler}, as
   * behind a real door.
   */
  Visit visit(Conversation conversation, MessageHandler handler) {
    return new Visit(reception(handler), conversation, LIMITS);
  }

  /** Where doors bring their connections; what arrives goes all the way to {@code handler}. */
  Reception reception(MessageHandler handler) {
    SessionEvents events = new SessionEvents(event -> {});
    Presence presence = presence(new MemoryPresenceStore(InstantSource.system()));
    SubscribeHandler subscriptions =
        new SubscribeHandler(
            channels, presence, new Answers(channels, presence, replies, NO_HANDLERS), 0);
    Farewell farewell = new Farewell(conversations, subscriptions, presence, ends(events));
    ExecutorSubscribableChannel inbound = new ExecutorSubscribableChannel();
    inbound.subscribe(handler);
    FrameRoad road = new FrameRoad(inbound, replies, events, metrics);
    return new Reception(conversations, road, farewell, LIMITS, NOBODY);
  }

  /** A frame of that session; names and values of its headers alternate. */
  static Inbound frame(Conversation conversation, StompCommand command, String... headers) {
    Map<String, List<String>> all = new HashMap<>();
    for (int i = 0; i + 1 < headers.length; i += 2) {
      all.put(headers[i], List.of(headers[i + 1]));
    }
    StompHeaderAccessor accessor = StompHeaderAccessor.create(command, all);
    accessor.setSessionId(conversation.session().id());
    accessor.setSessionAttributes(conversation.attributes());
    accessor.setHeader(Conversation.HEADER, conversation);
    return Inbound.of(MessageBuilder.createMessage(new byte[0], accessor.getMessageHeaders()))
        .orElseThrow();
  }

  SessionEnds ends(SessionEvents events) {
    return new SessionEnds(metrics, log, events);
  }

  @Override
  public void close() {
    log.close();
    timer.shutdownNow();
    lanes.close();
  }
}
