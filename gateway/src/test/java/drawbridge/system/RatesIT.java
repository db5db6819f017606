package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Remote.Call;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.SystemSpec.Rate;
import drawbridge.system.ScriptedSystem.Described;
import drawbridge.system.ScriptedSystem.Reply;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// What a system allows in a time, as it sees it itself. A test moves the gateway's clock ahead.
class RatesIT {

    private static final String RESOURCE =
            """
            id: /id
            read: GET /things/{id}
            lookups:
              by-name: { path: /things, query: { name: "{name}" }, items: /data }
            """;
    private static final RecordRef T1 = new RecordRef(Specs.THING, "t1");

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedSystem system = new ScriptedSystem(vertx);
    private final HeldClock clock = system.clock;
    private final List<Long> arrived = new CopyOnWriteArrayList<>();
    private volatile Map<String, String> headers = Map.of();

    @BeforeEach
    void start() {
        system.answers(
                _ -> {
                    arrived.add(System.nanoTime());
                    return new Reply(200, headers, Buffer.buffer("{\"id\":\"t1\",\"data\":[]}"));
                });
    }

    @AfterEach
    void stop() {
        Outcomes.of(vertx.close());
    }

    private Described limits(String more) {
        return system.describe(
                "{ header: X-Key }",
                "key",
                "{ timeout: 2s, concurrent: 50, body: 64KiB, " + more + " }",
                "",
                RESOURCE);
    }

    private Call call() {
        return new Call(Specs.NORTH, Optional.empty(), clock.now().plusSeconds(20));
    }

    private Future<?> read(Described described) {
        return described.remote.read(call(), T1);
    }

    private void pass(Duration time) {
        clock.set(clock.now().plus(time));
        clock.pass(time);
    }

    @Test
    void callsBeyondTheRateWaitTheirTurnWithoutASlotAndAllAreMade() {
        Described described = limits("rate: 20/1s burst 5");
        List<Future<?>> all = new ArrayList<>();
        long begun = System.nanoTime();
        for (int i = 0; i < 15; i++) {
            all.add(read(described));
        }
        Outcomes.of(Future.all(all));

        assertThat(arrived).hasSize(15);
        for (int i = 5; i < 15; i++) {
            // 16 in a second come after the first five: the sixth after 62.5 ms.
            assertThat(arrived.get(i) - begun)
                    .as("call " + i)
                    .isGreaterThanOrEqualTo((i - 4) * 62_500_000L);
        }
    }

    @Test
    void aCallThatWouldWaitForMostOfItsTimeIsToldHowLongAndItsLaneWaits() {
        Described described = limits("rate: 2/10s burst 2");
        Outcomes.of(read(described));
        Outcomes.of(read(described));

        CrossingFailure failure = Outcomes.failureOf(read(described));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        CrossingFailure.Transient.class,
                        slow -> {
                            assertThat(slow.limit()).isTrue();
                            assertThat(slow.retryAfter().orElseThrow())
                                    .isBetween(Duration.ofSeconds(7), Duration.ofSeconds(10));
                        });
        assertThat(arrived).hasSize(2);
        pass(Duration.ofSeconds(10));
        Outcomes.of(read(described));
        assertThat(arrived).hasSize(3);
    }

    @Test
    void noStretchOfTheTimeSeesMoreThanTheRateAlsoAfterARest() {
        assertThat(most(1, new Rate(10, Duration.ofSeconds(10), 4))).isEqualTo(10);
        assertThat(most(1, new Rate(10, Duration.ofSeconds(10), 1))).isEqualTo(10);
        assertThat(most(1, new Rate(1, Duration.ofSeconds(10), 1))).isEqualTo(1);
    }

    @Test
    void replicasShareARate() {
        assertThat(most(2, new Rate(10, Duration.ofSeconds(10), 4))).isEqualTo(5);
    }

    /// How many calls are made at most in any ten seconds, by one who tries ten times a second.
    private int most(int replicas, Rate rate) {
        AtomicLong nanos = new AtomicLong(Duration.ofMinutes(1).toNanos());
        Pacer pacer = new Pacer(vertx, nanos::get, () -> replicas);
        List<Integer> made = new ArrayList<>();
        for (int step = 0; step < 600; step++) {
            if (pacer.turn(List.of(rate), List.of(), Duration.ofMillis(2)).succeeded()) {
                made.add(step);
            }
            nanos.addAndGet(Duration.ofMillis(100).toNanos());
        }
        return made.stream()
                .mapToInt(
                        from ->
                                (int)
                                        made.stream()
                                                .filter(at -> at >= from && at < from + 100)
                                                .count())
                .max()
                .orElse(0);
    }

    @Test
    void whatIsLookedUpHasARateOfItsOwn() {
        Described described = limits("rate: 1000/s burst 1000, search: 1/1m");
        Outcomes.of(described.remote.find(call(), Specs.THING, "by-name", Map.of("name", "a")));

        CrossingFailure failure =
                Outcomes.failureOf(
                        described.remote.find(call(), Specs.THING, "by-name", Map.of("name", "b")));

        assertThat(failure).hasMessageContaining("the rate that the system allows is used up");
        Outcomes.of(read(described));
        assertThat(arrived).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    left: X-Left, resets: X-Reset                        | X-Left=0 X-Reset=30                | 30
                    left: X-Left, resets: X-Reset, keep: 5               | X-Left=5 X-Reset=30                | 30
                    left: X-Left, resets: X-Reset, as: millis            | X-Left=0 X-Reset=30000             | 30
                    left: X-Left, wait: 45s                              | X-Left=0                           | 45
                    left: Sforce-Limit-Info, wait: 20s                   | Sforce-Limit-Info=api-usage=15000/15000 | 20
                    left: X-Left, resets: X-Reset, wait: 7s              | X-Left=-1 X-Reset=soon             | 7
                    left: X-Left, resets: X-Reset                        | X-Left=1 X-Reset=30                | 0
                    left: X-Left, resets: X-Reset                        | X-Left=many X-Reset=30             | 0
                    left: Sforce-Limit-Info, wait: 20s                   | Sforce-Limit-Info=api-usage=25/15000 | 0
                    left: X-Left                                         | X-Other=0                          | 0
                    """)
    void nothingIsSentOnceAnAnswerSaysThatNoCallIsLeft(String quota, String said, int seconds) {
        Described described = limits("quotas: [{ " + quota + " }]");
        Map<String, String> told = new TreeMap<>();
        for (String one : said.split(" ", -1)) {
            told.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
        }
        headers = told;
        Outcomes.of(read(described));

        if (seconds > 0) {
            pass(Duration.ofSeconds(seconds / 2));
            assertThat(Outcomes.failureOf(read(described)))
                    .isInstanceOfSatisfying(
                            CrossingFailure.Transient.class,
                            slow ->
                                    assertThat(slow.retryAfter().orElseThrow())
                                            .isLessThanOrEqualTo(
                                                    Duration.ofSeconds(seconds - seconds / 2)));
            pass(Duration.ofSeconds(seconds));
        }
        Outcomes.of(read(described));
        assertThat(arrived).hasSize(2);
    }
}
