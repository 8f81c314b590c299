package dev.parley.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServerInfoTests {

  private static final String NOBODY = "0".repeat(40);
  private static final String FIRST = "f7ebe32bb02c2af03d372ac07e53327809abd862";
  private static final String SECOND = "0a17c5bb02c2af03d372ac07e53327809abd8621";

  private static String info(String role, String loading, String id, String before) {
    return """
    # Server
    loading:%s
    maxmemory_policy:noeviction
    # Replication
    role:%s
    master_replid:%s
    master_replid2:%s
    """
        .replace("\n", "\r\n")
        .formatted(loading, role, id, before);
  }

  private static String primary(String id, String before) {
    return info("master", "0", id, before);
  }

  private final ServerInfo server = ServerInfo.ofPrimary(primary(FIRST, NOBODY));

  @Test
  void identityIsTheBeginningOfItsReplicationId() {
    assertThat(server.identities()).containsExactly("f7ebe32bb02c2af0");
    assertThat(server.origin()).isEqualTo("f7ebe32bb02c2af0");
    assertThat(server.evictionPolicy()).isEqualTo("noeviction");
    assertThat(server.now(primary(FIRST, NOBODY))).contains(server);
  }

  /** Redis takes another replication id then, and knows of no predecessor. */
  @Test
  void firstReplicaMakesNoOtherOfIt() {
    ServerInfo followed = server.now(primary(SECOND, NOBODY)).orElseThrow();

    assertThat(followed.identities()).containsExactly("0a17c5bb02c2af03", "f7ebe32bb02c2af0");
    assertThat(followed.origin()).isEqualTo(server.origin());
    assertThat(followed.now(primary(SECOND, NOBODY))).contains(followed);
  }

  @Test
  void promotedServerIsTheSameAfterAnHourWithoutReplicas() {
    ServerInfo promoted = ServerInfo.ofPrimary(primary(SECOND, FIRST));

    assertThat(promoted.now(primary(FIRST, NOBODY)))
        .hasValueSatisfying(
            alone ->
                assertThat(alone.identities())
                    .isEqualTo(List.of("f7ebe32bb02c2af0", "0a17c5bb02c2af03")));
  }

  @Test
  void isAnotherOnceItWasPromotedOrDemoted() {
    assertThat(server.now(info("slave", "0", FIRST, NOBODY))).isEmpty();
    assertThat(server.now(primary(SECOND, FIRST))).isEmpty();
    assertThat(server.now("role:master\r\n")).isEmpty();
  }

  @Test
  void identitiesHaveAnEnd() {
    ServerInfo last = server;
    for (int i = 0; i < 20; i++) {
      last = last.now(primary(("" + (char) ('a' + i)).repeat(40), NOBODY)).orElseThrow();
    }
    assertThat(last.identities()).hasSize(8).startsWith("t".repeat(16), "s".repeat(16));
  }

  @Test
  void onlyAPrimaryWithAllItsDataIsWorkedWith() {
    assertThatThrownBy(() -> ServerInfo.ofPrimary(info("slave", "0", FIRST, NOBODY)))
        .satisfies(
            failure ->
                assertThat(RedisFault.ofConnecting(failure)).isEqualTo(RedisFault.READ_ONLY));
    assertThatThrownBy(() -> ServerInfo.ofPrimary(info("master", "1", FIRST, NOBODY)))
        .satisfies(
            failure -> assertThat(RedisFault.ofConnecting(failure)).isEqualTo(RedisFault.LOADING));
    assertThatThrownBy(() -> ServerInfo.ofPrimary("role:master\r\n"))
        .hasMessageContaining("INFO does not say");
  }
}
