package drawbridge.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

class VisitsTest {

    private static final int RECORD = 1;

    private final Visits visits = new Visits(3);

    private static int[] texts(int change) {
        return new int[] {Visits.text(0, change), Visits.text(1, change), Visits.text(2, change)};
    }

    private void sent(int changes) {
        for (int i = 0; i < changes; i++) {
            int _ = visits.change(RECORD, 1_000);
        }
    }

    @Test
    void eachChangeTouchesOneGroupInTurn() {
        assertThat(texts(1)).containsExactly(0, 1, 0);
        assertThat(texts(2)).containsExactly(0, 1, 2);
        assertThat(texts(3)).containsExactly(3, 1, 2);
        assertThat(texts(4)).containsExactly(3, 4, 2);
    }

    @Test
    void isTheSameWhenTheSinkHoldsTheNewestBody() {
        sent(3);

        visits.created(RECORD, texts(1), 2_000);
        boolean taken = visits.updated(RECORD, 1, new int[] {3, -1, 2}, 3_000);

        assertThat(taken).isTrue();
        assertThat(visits.underWay()).isZero();
        assertThat(visits.settled()).isEqualTo(3);
        assertThat(visits.writes()).isEqualTo(2);
        assertThat(visits.differences()).isEmpty();
    }

    @Test
    void aLostChangeIsUnderWayForEverAndADifference() {
        sent(2);

        visits.created(RECORD, texts(1), 2_000);

        assertThat(visits.underWay()).isEqualTo(1);
        assertThat(visits.differences())
                .singleElement()
                .isEqualTo("record 1: group 2 is of change 0 at the sink and of change 2 as sent");
    }

    @Test
    void aGroupThatWasLeftOutOfALaterWriteIsADifference() {
        sent(3);

        visits.created(RECORD, texts(1), 2_000);
        boolean _ = visits.updated(RECORD, 1, new int[] {3, -1, -1}, 3_000);

        assertThat(visits.underWay()).isZero();
        assertThat(visits.differences()).hasSize(1);
    }

    @Test
    void aRecordMadeTwiceAndAnOlderTextAreDifferences() {
        sent(4);

        visits.created(RECORD, texts(4), 2_000);
        visits.created(RECORD, texts(4), 2_000);
        boolean _ = visits.updated(RECORD, 2, new int[] {-1, 1, -1}, 3_000);
        boolean _ = visits.updated(RECORD, 3, new int[] {-1, 4, -1}, 3_000);

        assertThat(visits.differences())
                .containsExactly(
                        "1 records were made twice", "1 writes put an older text over a newer one");
    }

    @Test
    void aRecordWhoseChangeIsUnderWayIsPassedBy() {
        sent(1);
        var next = visits.resting(RECORD + 2);

        assertThat(List.of(next.getAsInt(), next.getAsInt(), next.getAsInt()))
                .doesNotContain(RECORD);
        visits.created(RECORD, texts(1), 2_000);
        assertThat(Stream.generate(next::getAsInt).limit(RECORD + 2L)).contains(RECORD);
    }

    @Test
    void aWriteUnderAnotherVersionChangesNothing() {
        sent(2);
        visits.created(RECORD, texts(1), 2_000);

        boolean taken = visits.updated(RECORD, 7, new int[] {-1, -1, 2}, 3_000);

        assertThat(taken).isFalse();
        assertThat(visits.stale()).isEqualTo(1);
        assertThat(visits.underWay()).isEqualTo(1);
    }

    @Test
    void latencyRunsFromWhenTheNewestChangeWasDue() {
        int _ = visits.change(RECORD, 1_000_000);
        visits.created(RECORD, texts(1), 5_000_000);
        int _ = visits.change(RECORD, 10_000_000);
        int _ = visits.change(RECORD, 20_000_000);

        // The second is overtaken by the third, whose latency counts.
        boolean _ = visits.updated(RECORD, 1, new int[] {3, -1, 2}, 24_000_000);

        assertThat(visits.settled()).isEqualTo(3);
        assertThat(visits.delivered().summary().count()).isEqualTo(2);
        assertThat(visits.delivered().summary().p99()).isBetween(4.0, 4.3);
    }
}
