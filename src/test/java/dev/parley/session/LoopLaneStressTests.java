package dev.parley.session;

import org.junit.jupiter.api.AfterEach;

class LoopLaneStressTests extends LaneStress {

  private final TestLoop loop = new TestLoop();
  private final LoopLane lane = new LoopLane(loop, nanos -> {});

  @AfterEach
  void close() {
    loop.close();
  }

  @Override
  SocketLane lane() {
    return lane;
  }

  @Override
  boolean allOnItsThread() {
    return true;
  }
}
