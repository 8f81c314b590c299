package dev.parley.channel;

import dev.parley.ManualClock;
import dev.parley.broker.LocalBroker;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Since;
import dev.parley.store.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One run of a scenario on two nodes; what breaks a promise is a complaint. */
final class Rehearsal {

  private static final ChannelName CHANNEL = new ChannelName("rooms", "lobby");
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final Duration AGE = Duration.ofSeconds(10);

  private final List<String> complaints = new ArrayList<>();
  private final ManualClock clock = new ManualClock();
  private final ManualTimer timer = new ManualTimer(clock);
  private final ShakyBroker broker = new ShakyBroker(new LocalBroker());
  private final FragileStore fragile = new FragileStore(clock, WINDOW);
  private final List<HeldStore> stores = new ArrayList<>();
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<ManualLane> lanes = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final Scenario scenario;
  private final Chronicle chronicle;
  private final Witness log;
  private int published;

  private Rehearsal(Scenario scenario, UnaryOperator<ChannelStore> flaw) {
    this.scenario = scenario;
    Retention retention = new Retention(scenario.history(), AGE);
    chronicle = new Chronicle(retention, clock);
    ChannelStore store = scenario.fragile() ? fragile : new MemoryStore(clock, WINDOW);
    log = new Witness(store, chronicle, clock, WINDOW, complaints);
    Namespace rooms = new Namespace(retention, false, 0, 0, Access.USER, Access.USER);
    Namespaces namespaces = new Namespaces(Map.of("rooms", rooms));
    for (int node = 0; node < Scenario.NODES; node++) {
      HeldStore held = new HeldStore(flaw.apply(log));
      stores.add(held);
      nodes.add(new TestNode("node-" + node, held, broker, timer, namespaces));
    }
    for (int lane = 0; lane < Scenario.NODES * Scenario.LANES; lane++) {
      lanes.add(new ManualLane());
    }
    for (int client = 0; client < Scenario.CLIENTS; client++) {
      clients.add(new Client(client, CHANNEL, chronicle, complaints));
    }
  }

  /** What went wrong; empty where every promise was kept. */
  static List<String> complaintsAbout(Scenario scenario) {
    return complaintsAbout(scenario, UnaryOperator.identity());
  }

  /**
   * @param flaw wraps the store in something that does not keep its promises
   */
  static List<String> complaintsAbout(Scenario scenario, UnaryOperator<ChannelStore> flaw) {
    Rehearsal rehearsal = new Rehearsal(scenario, flaw);
    rehearsal.run();
    return rehearsal.complaints;
  }

  private void run() {
    broker.hold();
    stores.subList(0, scenario.far()).forEach(HeldStore::hold);
    if (scenario.busy()) {
      lanes.forEach(ManualLane::hold);
    }
    for (Step step : scenario.steps()) {
      take(step);
      clients.forEach(Client::giveUpIfRefused);
      if (!complaints.isEmpty()) {
        return;
      }
    }
    comeToRest();
    leaveAll();
  }

  private void take(Step step) {
    switch (step) {
      case Step.Publish publish -> publish(publish);
      case Step.Subscribe subscribe -> subscribe(subscribe);
      case Step.Unsubscribe(int client) -> clients.get(client).unsubscribe();
      case Step.Room(int client, int messages) -> clients.get(client).roomFor(messages);
      case Step.Pass(int millis) -> timer.pass(Duration.ofMillis(millis));
      case Step.Carry carry -> carry(carry);
      case Step.Store(Step.Reply reply, int node) -> reply(reply, stores.get(node));
      case Step.FailOver(int missed) -> failOver(missed);
      case Step.LoseInterest() -> {
        fragile.loseInterest();
        log.nodes().clear();
      }
      case Step.Move(int node) -> nodes.get(node).moves();
      case Step.Interrupt(int node) -> {
        broker.loseAllTo(nodes.get(node).address);
        nodes.get(node).channels.interrupted();
      }
      case Step.Compare(int node) -> nodes.get(node).channels.compare();
      case Step.Turn(int lane) -> {
        if (lanes.get(lane).waiting() > 0) {
          lanes.get(lane).runNext();
        }
      }
    }
  }

  private void failOver(int missed) {
    if (missed > chronicle.end()) {
      fragile.flush();
      log.flushed();
    } else {
      fragile.failOver(missed);
      log.failedOver(missed);
    }
  }

  private void publish(Step.Publish step) {
    List<Publication> batch = new ArrayList<>();
    for (int i = 0; i < step.messages(); i++) {
      String body = "message " + ++published;
      batch.add(
          step.key() == 0
              ? TestNode.publication(body)
              : TestNode.once("key " + (step.key() + i), body));
    }
    nodes.get(step.node()).channels.publish(CHANNEL, batch);
  }

  private void subscribe(Step.Subscribe step) {
    Client client = clients.get(step.client());
    int lane = step.node() * Scenario.LANES + step.client() % Scenario.LANES;
    Since since = client.since(step.place(), step.distance());
    client.subscribe(nodes.get(step.node()), lanes.get(lane), since);
  }

  private void carry(Step.Carry step) {
    if (broker.underWay() == 0) {
      return;
    }
    int flight = step.flight() % broker.underWay();
    switch (step.fate()) {
      case ARRIVES -> broker.arrive(flight);
      case ARRIVES_AND_STAYS -> broker.arriveAndStay(flight);
      case IS_LOST -> broker.lose(flight);
    }
  }

  private static void reply(Step.Reply reply, HeldStore store) {
    if (store.waiting() == 0) {
      return;
    }
    switch (reply) {
      case WORKS -> {
        if (store.unworked() > 0) {
          store.workNext();
        }
      }
      case ANSWERS -> store.answerNext();
      case FAILS -> {
        // Interest that the store does not take back is the affair of the node's lease.
        if (store.isNextLeave()) {
          store.answerNext();
        } else {
          store.failNext();
        }
      }
    }
  }

  /**
   * Everything that waits goes on. The last message is lost on its way, which nobody can see but
   * who asks; where nothing is kept that would be for good.
   */
  private void comeToRest() {
    broker.loseAll();
    lanes.forEach(ManualLane::release);
    stores.forEach(HeldStore::release);
    clients.forEach(client -> client.roomFor(Integer.MAX_VALUE));
    clients.forEach(Client::giveUpIfRefused);
    nodes.forEach(TestNode::movesAgain);
    if (scenario.history() == 0) {
      nodes.forEach(node -> node.channels.compare());
      timer.pass(Duration.ofSeconds(3));
      broker.release();
    }
    publish(new Step.Publish(0, 1, 0));
    broker.loseAll();
    broker.release();
    nodes.forEach(node -> node.channels.compare());
    timer.pass(Duration.ofSeconds(3));
    clients.forEach(Client::checkItHeardAll);
  }

  private void leaveAll() {
    clients.forEach(Client::unsubscribe);
    timer.pass(Duration.ofSeconds(1));
    for (TestNode node : nodes) {
      expectNone("channels that are still listened to", node.channels.active());
    }
    expectNone("nodes that still listen", log.nodes().size());
    expectNone("alarms", timer.waiting());
  }

  private void expectNone(String what, int count) {
    if (count > 0) {
      complaints.add("there are " + count + " " + what);
    }
  }
}
