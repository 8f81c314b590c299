package dev.parley.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.chaos.Schedule.Blow;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTests {

  private static final int MINUTE = 60_000;
  private static final EnumSet<Deed> ALL = EnumSet.allOf(Deed.class);

  @Test
  void aSeedIsASchedule() {
    assertThat(Schedule.of(7, MINUTE, 3, ALL)).isEqualTo(Schedule.of(7, MINUTE, 3, ALL));
    assertThat(Schedule.of(7, MINUTE, 3, ALL)).isNotEqualTo(Schedule.of(8, MINUTE, 3, ALL));
  }

  @Test
  void aVictimSuffersOneDeedAtATimeAndOneNodeIsLeftAlone() {
    for (int seed = 0; seed < 200; seed++) {
      List<Blow> blows = Schedule.of(seed, MINUTE, 3, ALL).blows();
      assertThat(blows).hasSizeGreaterThan(3);
      for (Blow blow : blows) {
        List<Blow> meanwhile =
            blows.stream()
                .filter(each -> each.at() <= blow.at() && blow.at() < each.end())
                .toList();
        assertThat(meanwhile.stream().filter(each -> isSame(each, blow))).hasSize(1);
        assertThat(meanwhile.stream().filter(ScheduleTests::isOfANode)).hasSizeLessThan(3);
        assertThat(blow.at()).isLessThan(MINUTE);
      }
    }
  }

  private static boolean isSame(Blow one, Blow other) {
    return one.deed().victim() == other.deed().victim()
        && (!isOfANode(one) || one.node() == other.node());
  }

  private static boolean isOfANode(Blow blow) {
    return blow.deed().victim() == Deed.Victim.NODE;
  }
}
