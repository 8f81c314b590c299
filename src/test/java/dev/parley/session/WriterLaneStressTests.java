package dev.parley.session;

import org.junit.jupiter.api.AfterEach;

class WriterLaneStressTests extends LaneStress {

  private final WriterLane lane = new WriterLane("lane-under-test", nanos -> {});

  @AfterEach
  void close() {
    lane.close();
  }

  @Override
  SocketLane lane() {
    return lane;
  }

  @Override
  boolean allOnItsThread() {
    return false;
  }
}
