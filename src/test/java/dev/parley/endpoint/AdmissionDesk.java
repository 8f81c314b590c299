package dev.parley.endpoint;

import dev.parley.identity.Grants;
import dev.parley.identity.Revocations;
import dev.parley.identity.TokenVerifier;
import dev.parley.identity.User;
import dev.parley.presence.MemoryPresenceStore;
import dev.parley.presence.Presence;
import dev.parley.presence.PresenceStore;
import dev.parley.protocol.FrameLimits;
import dev.parley.store.MemoryStore;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.support.ExecutorSubscribableChannel;

/**
 * The road of CONNECT, from bytes to CONNECTED, over a presence store whose answers can be held
 * back. A token is the name of its user. What else is sent is only written down.
 */
final class AdmissionDesk implements AutoCloseable {

  final SmallNode node =
      new SmallNode(new MemoryStore(InstantSource.system(), Duration.ofMinutes(1)));
  final MemoryPresenceStore store = new MemoryPresenceStore(InstantSource.system());
  final List<String> handled = new CopyOnWriteArrayList<>();
  final List<Object> told = new CopyOnWriteArrayList<>();
  private final SessionEvents events = new SessionEvents(told::add);
  private final Reception reception;
  final SessionNotices notices;
  private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  AdmissionDesk(int connectionsPerUser) {
    Presence presence = node.presence(held());
    UserQueues queues = new UserQueues(node.conversations, node.replies);
    HeartBeatSettings silent = new HeartBeatSettings(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    notices =
        new SessionNotices(
            queues,
            node.conversations,
            presence,
            new Revocations(InstantSource.system()),
            InstantSource.system());
    ConnectHandler connect =
        new ConnectHandler(
            node.sessions,
            new Admission(presence, node.sessions, connectionsPerUser),
            new Greeting(silent, Duration.ofMinutes(1)),
            notices,
            events);
    Answers answers = new Answers(node.channels, presence, node.replies, SmallNode.NO_HANDLERS);
    SubscribeHandler subscriptions = new SubscribeHandler(node.channels, presence, answers, 0);
    TokenVerifier tokens = new NamesAsTokens();
    reception =
        new Reception(
            node.conversations,
            new FrameRoad(inbound(tokens, connect), node.replies, events, node.metrics),
            new Farewell(node.conversations, subscriptions, presence, node.ends(events)),
            new FrameLimits(0, 0),
            tokens);
  }

  /** From now on the store does what it is told and says nothing, until one of the next two. */
  void holdAnswers() {
    gate = new CompletableFuture<>();
  }

  void letAnswersGo() {
    gate.complete(null);
  }

  /**
   * Every answer, also of later questions, is this failure; what was asked is done all the same.
   */
  void answersFail(RuntimeException failure) {
    gate.completeExceptionally(failure);
    gate = CompletableFuture.failedFuture(failure);
  }

  Visit welcome(KeptFrames connection) {
    return reception.welcome(connection, new Arrival(InetAddress.getLoopbackAddress()));
  }

  int online(String user) {
    return store.online(user).toCompletableFuture().join();
  }

  /** All that was told until now. */
  List<Object> toldAtTheEnd() {
    events.stop();
    return told;
  }

  private ExecutorSubscribableChannel inbound(TokenVerifier tokens, ConnectHandler connect) {
    ExecutorSubscribableChannel channel = new ExecutorSubscribableChannel();
    channel.addInterceptor(new ConnectFirst());
    channel.addInterceptor(new Authentication(tokens));
    channel.subscribe(
        message -> {
          Inbound frame = Inbound.of(message).orElseThrow();
          if (frame.command() == StompCommand.CONNECT) {
            frame.conversation().outcome(connect.connect(frame));
          } else {
            handled.add(frame.command().name());
          }
        });
    return channel;
  }

  private PresenceStore held() {
    return (PresenceStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {PresenceStore.class},
            (proxy, method, arguments) -> {
              CompletableFuture<Void> now = gate;
              Object answer = method.invoke(store, arguments);
              return answer instanceof CompletionStage<?> stage
                  ? now.thenCompose(open -> stage)
                  : answer;
            });
  }

  @Override
  public void close() {
    events.stop();
    node.close();
  }

  private static final class NamesAsTokens implements TokenVerifier {

    @Override
    public User verify(String token) {
      return new User(
          token,
          Optional.empty(),
          Optional.empty(),
          Grants.NONE,
          Set.of(),
          Optional.empty(),
          Instant.ofEpochSecond(1L << 32));
    }

    @Override
    public boolean mayBlock() {
      return false;
    }
  }
}
