package drawbridge.intake;

import static drawbridge.intake.PushDesk.event;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.intake.PushDesk.Told;
import drawbridge.journal.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What the app may ask of the push API, over real HTTP and a real PostgreSQL.
class PushIT {

    private static PushDesk app;

    @BeforeAll
    static void open() {
        app = new PushDesk();
    }

    @AfterAll
    static void close() {
        app.close();
    }

    @BeforeEach
    void empty() {
        TestDatabase.empty();
    }

    @Nested
    class AKey {

        @Test
        void getsTheSameAnswerForTheSameRequest() {
            Told first = app.put("17", event("17", "1"), "Idempotency-Key", "k");
            Told again = app.put("17", event("17", "1"), "Idempotency-Key", "k");

            assertThat(first.status()).isEqualTo(202);
            assertThat(again.status()).isEqualTo(202);
            assertThat(again.answer().body()).isEqualTo(first.answer().body());
            assertThat(again.header("Location"))
                    .isEqualTo("/v1/tenants/north/changes/" + first.text("/change"));
            assertThat(first.header("Idempotency-Replayed")).isEmpty();
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(app.changes()).isEqualTo(1);
            assertThat(app.count("select sum(n)::bigint from tally where kind = 'duplicates'"))
                    .isEqualTo(1);
        }

        @Test
        void isRefusedForAnotherBody() {
            app.put("17", event("17", "1"), "Idempotency-Key", "k");

            Told other = app.put("17", event("17", "2"), "Idempotency-Key", "k");

            assertThat(other.status()).isEqualTo(409);
            assertThat(other.text("/title")).isEqualTo("Key used");
            assertThat(other.text("/detail")).contains("last 24 hours").contains("key of its own");
            assertThat(app.changes()).isEqualTo(1);
        }

        @Test
        void isRefusedForAnotherRecordOrMethod() {
            app.put("17", event("17", "1"), "Idempotency-Key", "k");

            assertThat(app.put("18", event("18", "1"), "Idempotency-Key", "k").status())
                    .isEqualTo(409);
            assertThat(app.north("DELETE", "/event/17", "", "Idempotency-Key", "k").status())
                    .isEqualTo(409);
        }

        @Test
        void isAnotherOneForAnotherTenant() {
            app.put("17", event("17", "1"), "Idempotency-Key", "k");

            Told south =
                    app.as(
                            "south",
                            Customers.SOUTH_TOKEN,
                            "PUT",
                            "/event/18",
                            event("18", "1"),
                            "Idempotency-Key",
                            "k");

            assertThat(south.status()).isEqualTo(202);
            assertThat(app.changes()).isEqualTo(2);
        }

        @Test
        void isNotUsedUpByARequestThatWasRefused() {
            String wrong = event("17", "1").replace("\"open\"", "\"lost\"");

            assertThat(app.put("17", wrong, "Idempotency-Key", "k").status()).isEqualTo(400);
            assertThat(app.put("17", event("17", "1"), "Idempotency-Key", "k").status())
                    .isEqualTo(202);
        }

        @Test
        void storesOneChangeHoweverManyRequestsComeAtOnce() {
            List<CompletableFuture<Told>> sent =
                    IntStream.range(0, 24)
                            .mapToObj(
                                    _ ->
                                            app.later(
                                                    "PUT",
                                                    "/event/17",
                                                    event("17", "1"),
                                                    "Idempotency-Key",
                                                    "k"))
                            .toList();
            List<Told> answers = sent.stream().map(CompletableFuture::join).toList();

            assertThat(answers).extracting(Told::status).containsOnly(202);
            assertThat(answers.stream().map(told -> told.text("/change")).distinct()).hasSize(1);
            assertThat(app.changes()).isEqualTo(1);
        }
    }

    @Nested
    class AVersion {

        @Test
        void letsANewerStateInAndAnOlderOneNot() {
            assertThat(app.put("17", event("17", "2000"), "If-Match", "\"1000\"").status())
                    .isEqualTo(202);
            Told held = app.put("17", event("17", "5000"), "If-Match", "\"2000\"");

            Told late = app.put("17", event("17", "4000"), "If-Match", "\"4000\"");

            assertThat(late.status()).isEqualTo(412);
            assertThat(late.text("/detail"))
                    .isEqualTo("event 17 is held in a newer version, 5000; you named 4000.");
            assertThat(late.text("/held/version")).isEqualTo("5000");
            assertThat(late.text("/held/change")).isEqualTo(held.text("/change"));
            assertThat(late.text("/held/acceptedAt")).isNotEmpty();
            assertThat(app.changes()).isEqualTo(2);
        }

        @Test
        void thatIsTheOneHeldIsTaken() {
            app.put("17", event("17", "2000"));

            assertThat(app.put("17", event("17", "2000"), "If-Match", "\"2000\"").status())
                    .isEqualTo(202);
        }

        @Test
        void isJudgedAgainstARecordThatIsGone() {
            app.put("17", event("17", "2000"));
            app.north("DELETE", "/event/17", "");

            Told put = app.put("17", event("17", "3000"), "If-Match", "\"3000\"");
            Told delete = app.north("DELETE", "/event/17", "", "If-Match", "\"3000\"");

            assertThat(put.status()).isEqualTo(412);
            assertThat(put.body().at("/held/deleted").asBoolean()).isTrue();
            assertThat(put.text("/detail")).contains("known to be gone");
            assertThat(delete.status()).isEqualTo(202);
        }

        @Test
        void isNotJudgedAgainWhenTheRequestIsRepeatedUnderItsKey() {
            String body = event("17", "2000");
            Told first = app.put("17", body, "If-Match", "\"2000\"", "Idempotency-Key", "k");
            app.put("17", event("17", "9000"));

            Told again = app.put("17", body, "If-Match", "\"2000\"", "Idempotency-Key", "k");

            assertThat(again.status()).isEqualTo(202);
            assertThat(again.text("/change")).isEqualTo(first.text("/change"));
        }

        @Test
        void ofAnotherRecordOrTenantSaysNothing() {
            app.put("18", event("18", "9000"));
            app.as("south", Customers.SOUTH_TOKEN, "PUT", "/event/17", event("17", "9000"));

            assertThat(app.put("17", event("17", "10"), "If-Match", "\"10\"").status())
                    .isEqualTo(202);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "17 | quotation marks",
                    "W/\"17\" | quotation marks",
                    "* | quotation marks",
                    "\"soon\" | as it stands in /changedAt"
                })
        void thatIsNoneIsToldSo(String header, String why) {
            Told told = app.put("17", event("17", "1"), "If-Match", header);

            assertThat(told.status()).isEqualTo(400);
            assertThat(told.text("/detail")).contains(why);
            assertThat(app.changes()).isZero();
        }
    }

    @Nested
    class ABatch {

        @Test
        void getsAResultForEachItemInOrder() {
            app.put("5", event("5", "9000"));

            Told told =
                    batch(
                            put(event("1", "1")),
                            put(event("2", "1").replace("\"open\"", "\"lost\"")),
                            "{\"delete\":3}",
                            "{\"delete\":\"4\"}",
                            "{\"put\":" + event("5", "10") + ",\"ifMatch\":10}",
                            put(event("1", "2")),
                            "{\"upsert\":{}}",
                            "7");

            assertThat(told.status()).isEqualTo(207);
            assertThat(
                            told.body()
                                    .at("/results")
                                    .valueStream()
                                    .map(each -> each.at("/status").asInt()))
                    .containsExactly(202, 400, 202, 202, 412, 409, 400, 400);
            assertThat(told.text("/accepted")).isEqualTo("3");
            assertThat(told.text("/refused")).isEqualTo("5");
            assertThat(told.text("/results/0/id")).isEqualTo("1");
            assertThat(told.text("/results/0/change")).hasSize(36);
            assertThat(told.text("/results/1/problem/field")).isEqualTo("/state");
            assertThat(told.text("/results/1/problem/detail")).contains("'lost'");
            assertThat(told.text("/results/4/problem/held/version")).isEqualTo("9000");
            assertThat(told.text("/results/5/problem/detail")).startsWith("Item 0 names 1 too.");
            assertThat(told.text("/results/6/problem/detail")).contains("\"upsert\"");
            assertThat(app.changes()).isEqualTo(4);
        }

        @Test
        void getsTheSameAnswerUnderTheSameKey() {
            String[] items = {put(event("1", "1")), "{\"put\":{}}", "{\"delete\":3}"};
            Told first = batchUnder("k", items);
            app.put("1", event("1", "9000"));

            Told again = batchUnder("k", items);
            Told other = batchUnder("k", put(event("2", "1")));

            assertThat(again.answer().body()).isEqualTo(first.answer().body());
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(other.status()).isEqualTo(409);
            assertThat(app.changes()).isEqualTo(3);
        }

        @Test
        void takesFiveHundredItemsAndNotOneMore() {
            String[] items =
                    IntStream.range(0, BatchContent.ITEMS + 1)
                            .mapToObj(n -> "{\"delete\":" + n + "}")
                            .toArray(String[]::new);

            Told tooMany = batch(items);
            Told most = batch(java.util.Arrays.copyOf(items, BatchContent.ITEMS));

            assertThat(tooMany.status()).isEqualTo(413);
            assertThat(tooMany.text("/detail"))
                    .isEqualTo(
                            "The batch has 501 items; at most 500 are taken at once. Nothing was"
                                    + " stored.");
            assertThat(most.status()).isEqualTo(207);
            assertThat(most.text("/accepted")).isEqualTo("500");
            assertThat(app.changes()).isEqualTo(500);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{ | The body is no JSON: line 1",
                    "[] | The body must be",
                    "{\"items\":{}} | The body must be",
                    "{\"items\":[]} | The batch has no items."
                })
        void thatIsNoneIsToldSo(String body, String why) {
            Told told = app.north("POST", "/event/batch", body);

            assertThat(told.status()).isEqualTo(400);
            assertThat(told.text("/detail")).startsWith(why);
        }

        private static String put(String record) {
            return "{\"put\":" + record + "}";
        }

        private static Told batch(String... items) {
            return app.north("POST", "/event/batch", items(items));
        }

        private static Told batchUnder(String key, String... items) {
            return app.north("POST", "/event/batch", items(items), "Idempotency-Key", key);
        }

        private static String items(String... items) {
            return java.util.Arrays.stream(items)
                    .collect(Collectors.joining(",", "{\"items\":[", "]}"));
        }
    }
}
