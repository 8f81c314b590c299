package dev.parley.fastdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.OutFrame;
import dev.parley.protocol.StompVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class SharedBytesTests {

  private final Queue<Runnable> endOfRound = new ArrayDeque<>();
  private final SharedBytes bytes =
      new SharedBytes(
          OutFrame::webSocketMessage, endOfRound::add, UnpooledByteBufAllocator.DEFAULT);

  private static OutFrame frame(String name) {
    return OutFrame.of(StompVersion.V1_2, name, Map.of());
  }

  @Test
  void aFrameIsCopiedOnceForAllSocketsOfARound() {
    OutFrame frame = frame("RECEIPT");

    ByteBuf one = bytes.of(frame);
    ByteBuf other = bytes.of(frame);
    ByteBuf different = bytes.of(frame("CONNECTED"));

    assertThat(one.nioBuffer()).isEqualTo(frame.webSocketMessage());
    assertThat(one.isDirect()).isTrue();
    assertThat(other.memoryAddress()).isEqualTo(one.memoryAddress());
    assertThat(different.memoryAddress()).isNotEqualTo(one.memoryAddress());
  }

  @Test
  void eachSocketReadsOnItsOwn() {
    OutFrame frame = frame("RECEIPT");
    ByteBuf one = bytes.of(frame);

    one.skipBytes(5);

    assertThat(bytes.of(frame).readerIndex()).isZero();
  }

  @Test
  void nothingIsLeftWhenAllSocketsHaveWrittenAndTheRoundIsOver() {
    OutFrame frame = frame("RECEIPT");
    ByteBuf one = bytes.of(frame);
    ByteBuf other = bytes.of(frame);
    assertThat(endOfRound).hasSize(1);

    endOfRound.remove().run();
    one.release();
    assertThat(other.refCnt()).isOne();
    other.release();
    assertThat(one.refCnt()).isZero();

    ByteBuf next = bytes.of(frame);
    assertThat(next.refCnt()).isEqualTo(2);
    assertThat(endOfRound).hasSize(1);
  }

  @Test
  void ofManyFramesTheLastAreKeptAndNoneIsLost() {
    List<ByteBuf> all = new ArrayList<>();
    OutFrame last = frame("RECEIPT");
    for (int i = 0; i < 100; i++) {
      last = frame("RECEIPT");
      all.add(bytes.of(last));
    }
    assertThat(bytes.of(last).memoryAddress()).isEqualTo(all.getLast().memoryAddress());
    all.getLast().release();

    assertThat(endOfRound).hasSize(1);
    endOfRound.remove().run();

    assertThat(all).allSatisfy(each -> assertThat(each.refCnt()).isOne());
  }

  @Test
  void whenTheLoopHasEndedNothingIsKept() {
    SharedBytes late =
        new SharedBytes(
            OutFrame::webSocketMessage,
            task -> {
              throw new RejectedExecutionException();
            },
            UnpooledByteBufAllocator.DEFAULT);

    ByteBuf one = late.of(frame("RECEIPT"));
    one.release();

    assertThat(one.refCnt()).isZero();
  }
}
