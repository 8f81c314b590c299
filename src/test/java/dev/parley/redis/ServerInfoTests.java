package dev.parley.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ServerInfoTests {

  private static String info(String runId, String replicationId, String role, String loading) {
    return """
    # Server
    run_id:%s
    loading:%s
    maxmemory_policy:noeviction
    # Replication
    role:%s
    master_replid:%s
    """
        .replace("\n", "\r\n")
        .formatted(runId, loading, role, replicationId);
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
