package drawbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import drawbridge.bench.Results.Measure;
import drawbridge.bench.load.Latencies;
import drawbridge.bench.parts.HeapLog;

import org.junit.jupiter.api.Test;

class RatioTest {

    private static final Latencies.Summary NOBODY = new Latencies.Summary(0, 0, 0);

    private final Results results = new Results();

    /// A window of two seconds.
    private static Window window(long accepted, long settled, long writes) {
        return new Window(2, accepted, settled, writes, 600, 400, 250, 5_000, 10, NOBODY, NOBODY);
    }

    @Test
    void comparesMediansOfWhatAlternated() {
        results.add(Measure.SINGLE_ROW, window(1_000, 0, 0));
        results.add(Measure.INTAKE, window(9_999_999, 0, 0));
        results.add(Measure.SINGLE_ROW, window(1_000, 0, 0));
        results.add(Measure.INTAKE, window(2_000, 0, 0));
        results.add(Measure.SINGLE_ROW, window(1, 0, 0));
        results.add(Measure.INTAKE, window(2_500, 0, 0));

        Ratio ratio = ratio("intakeVsSingleRow");

        assertThat(ratio.value().orElseThrow()).isEqualTo(2.5);
        assertThat(ratio.met()).isTrue();
    }

    @Test
    void judgesHotRecordsByWhatIsSettledAndTheRestByWhatIsWritten() {
        results.add(Measure.END_TO_END, window(0, 1_000, 1_000));
        results.add(Measure.HOT, window(0, 1_500, 10));
        results.add(Measure.MINIMAL, window(0, 4_000, 4_000));

        assertThat(ratio("hot64").value()).contains(1.5);
        assertThat(ratio("endToEndVsMinimalPipeline"))
                .satisfies(ratio -> assertThat(ratio.value()).contains(0.25))
                .satisfies(ratio -> assertThat(ratio.met()).isFalse());
    }

    @Test
    void whatWasNotMeasuredIsNullAndNotMet() {
        JsonNode json = report().json();

        assertThat(Ratio.of(results)).noneMatch(Ratio::met);
        assertThat(json.path("ratios").properties()).hasSize(5);
        assertThat(json.path("ratios").path("backlog").isNull()).isTrue();
        assertThat(json.path("plainCommitsPerSecond").isNull()).isTrue();
        assertThat(json.path("measures")).isEmpty();
    }

    @Test
    void figuresOfAChangeAreDividedByThoseThatSettledOrWereAcceptedWhereNothingCrosses() {
        results.add(Measure.END_TO_END, window(7, 100, 80));
        results.add(Measure.INTAKE, window(200, 0, 0));

        JsonNode measures = report().json().path("measures");

        JsonNode whole = measures.path("endToEnd");
        assertThat(whole.path("deliveredPerSecond").asDouble()).isEqualTo(40);
        assertThat(whole.path("settledPerSecond").asDouble()).isEqualTo(50);
        assertThat(whole.path("appCpuMicrosPerChange").asDouble()).isEqualTo(6);
        assertThat(whole.path("databaseCpuMicrosPerChange").asDouble()).isEqualTo(4);
        assertThat(whole.path("benchCpuShare").asDouble()).isEqualTo(0.2);
        assertThat(whole.path("commitsPer1000Changes").asDouble()).isEqualTo(100);
        JsonNode intake = measures.path("intake");
        assertThat(intake.path("appCpuMicrosPerChange").asDouble()).isCloseTo(3, within(1e-9));
        assertThat(intake.path("walBytesPerChange").asDouble()).isEqualTo(25);
        assertThat(intake.has("deliveredPerSecond")).isFalse();
    }

    private Ratio ratio(String name) {
        return Ratio.of(results).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Report report() {
        return new Report(BenchPlan.smallest(), results, new HeapLog.Peak(100, 50), 12);
    }
}
