package dev.parley.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ServerInfoTests {

  private static String info(String runId, String predecessor, String role, String loading) {
    return info(runId, predecessor, role, loading, "own");
  }

  private static String info(
      String runId, String predecessor, String role, String loading, String replicationId) {
    return """
    # Server
    run_id:%s
    loading:%s
    maxmemory_policy:noeviction
    # Replication
    role:%s
    master_replid:%s
    master_replid2:%s
    second_repl_offset:12
    """
        .replace("\n", "\r\n")
        .formatted(runId, loading, role, replicationId, predecessor);
  }

  @Test
  void identityChangesWithTheProcessAndWithThePromotion() {
    String identity = ServerInfo.ofPrimary(info("r1", "p1", "master", "0")).identity();

    assertThat(identity).matches("[0-9a-z]{8}");
    assertThat(ServerInfo.ofPrimary(info("r1", "p1", "master", "0")).identity())
        .isEqualTo(identity);
    assertThat(ServerInfo.ofPrimary(info("r2", "p1", "master", "0")).identity())
        .isNotEqualTo(identity);
    assertThat(ServerInfo.ofPrimary(info("r1", "p2", "master", "0")).identity())
        .isNotEqualTo(identity);
  }

  /** Redis takes another replication id then, and knows of no predecessor. */
  @Test
  void firstReplicaMakesNoOtherOfIt() {
    ServerInfo alone = ServerInfo.ofPrimary(info("r1", "0", "master", "0", "own"));
    String followed = info("r1", "0", "master", "0", "new");

    assertThat(alone.isStillTheOne(followed)).isTrue();
    assertThat(ServerInfo.ofPrimary(followed).identity()).isEqualTo(alone.identity());
  }

  @Test
  void isAnotherOnceItWasPromotedOrDemoted() {
    ServerInfo server = ServerInfo.ofPrimary(info("r1", "p1", "master", "0"));

    assertThat(server.isStillTheOne(info("r1", "p1", "master", "0"))).isTrue();
    assertThat(server.isStillTheOne(info("r1", "p1", "slave", "0"))).isFalse();
    assertThat(server.isStillTheOne(info("r1", "p2", "master", "0"))).isFalse();
  }

  @Test
  void onlyAPrimaryWithAllItsDataIsWorkedWith() {
    assertThatThrownBy(() -> ServerInfo.ofPrimary(info("r1", "p1", "slave", "0")))
        .satisfies(
            failure ->
                assertThat(RedisFault.ofConnecting(failure)).isEqualTo(RedisFault.READ_ONLY));
    assertThatThrownBy(() -> ServerInfo.ofPrimary(info("r1", "p1", "master", "1")))
        .satisfies(
            failure -> assertThat(RedisFault.ofConnecting(failure)).isEqualTo(RedisFault.LOADING));
    assertThatThrownBy(() -> ServerInfo.ofPrimary("role:master\r\n"))
        .hasMessageContaining("INFO does not say");
  }
}
