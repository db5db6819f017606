package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.journal.Listed;
import drawbridge.mapping.DeletedList;
import drawbridge.system.HeldClock;
import drawbridge.system.Outcomes;
import drawbridge.system.ScriptedSystem;
import drawbridge.system.ScriptedSystem.Asked;
import drawbridge.system.ScriptedSystem.Reply;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Every style of paging and of "what changed since then", over a real server, through the pass
/// that sweeps make, into a journal that knows what it has seen.
class ListStylesIT {

    private static final Instant T0 = Instant.parse("2026-03-01T09:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedSystem system = new ScriptedSystem(vertx);
    private final KeptJournal journal = new KeptJournal();
    private final KeptListed listed = new KeptListed();
    private long readings;

    @AfterEach
    void stop() {
        Outcomes.of(vertx.close());
    }

    private static SweepTarget target(ScriptedSystem.Described crm) {
        return new SweepTarget(
                crm.mappings,
                crm.tenant,
                crm.thing,
                crm.thing.list().orElseThrow(),
                Duration.ofSeconds(5),
                false,
                false);
    }

    private static SweepTarget gone(ScriptedSystem.Described crm) {
        DeletedList gone = crm.thing.deleted().orElseThrow();
        return new SweepTarget(
                crm.mappings,
                crm.tenant,
                gone.rowsOf(crm.thing),
                gone.list(),
                Duration.ofSeconds(5),
                false,
                true);
    }

    private Future<SweepPass.Found> tryPass(ScriptedSystem.Described crm) {
        return tryPass(crm, target(crm));
    }

    private Future<SweepPass.Found> tryPass(ScriptedSystem.Described crm, SweepTarget target) {
        long reading = ++readings;
        Appending appending =
                new Appending(
                        journal.port(),
                        new IntakeMeters(new SimpleMeterRegistry()),
                        system.clock::monotonicNanos);
        return journal.position(ScriptedSystem.NORTH, "crm", target.key().resource())
                .compose(
                        position ->
                                new SweepPass(
                                                vertx,
                                                crm.remote,
                                                appending,
                                                new WebhookFront(system.clock::monotonicNanos),
                                                system.clock,
                                                Customers.dice(),
                                                target,
                                                position,
                                                Optional.of(target)
                                                        .filter(Comparison::isOf)
                                                        .map(
                                                                one ->
                                                                        new Comparison(
                                                                                listed,
                                                                                one,
                                                                                Customers.dice(),
                                                                                reading)),
                                                new SweepPass.Held(
                                                        0,
                                                        () ->
                                                                Future.succeededFuture(
                                                                        OptionalLong.of(0))))
                                        .run());
    }

    @CanIgnoreReturnValue
    private SweepPass.Found pass(ScriptedSystem.Described crm) {
        return Outcomes.of(tryPass(crm));
    }

    private List<String> ids() {
        return journal.changes().stream()
                .map(change -> change.record().map(record -> record.id()).orElse("?"))
                .toList();
    }

    private String position() {
        return Outcomes.of(journal.position(ScriptedSystem.NORTH, "crm", "thing")).orElse("none");
    }

    private ScriptedSystem.Described list(String list) {
        return system.describe(
                "",
                """
                id: /id
                updated-at: { at: /changed, format: iso-instant }
                list:
                """
                        + list.indent(2));
    }

    private static String row(String id, Instant changed) {
        return "{\"id\":\"%s\",\"changed\":\"%s\"}".formatted(id, changed);
    }

    private static List<String> rows(int many) {
        return IntStream.rangeClosed(1, many)
                .mapToObj(n -> row("r" + n, T0.plusSeconds(n)))
                .toList();
    }

    private static List<String> names(int many) {
        return IntStream.rangeClosed(1, many).mapToObj(n -> "r" + n).toList();
    }

    private static String array(List<String> rows) {
        return "[" + String.join(",", rows) + "]";
    }

    private static List<String> slice(List<String> rows, int from, int size) {
        return rows.subList(Math.min(from, rows.size()), Math.min(from + size, rows.size()));
    }

    private List<String> asked(String parameter) {
        return system.asked.stream().map(one -> one.parameter(parameter)).toList();
    }

    @Nested
    class Pages {

        @ParameterizedTest
        @CsvSource({"0, 0 1 0 2 1 3 2", "1, 1 2 1 3 2 4 3"})
        void byNumberBeginWhereTheSystemBeginsAndLookBackOnce(int first, String asked) {
            List<String> all = rows(7);
            system.answers(
                    one -> Reply.json(array(slice(all, (one.number("p", 0) - first) * 3, 3))));

            pass(
                    list(
                            """
                            path: /things
                            pages: { page: p, first: %d, size: 3 }
                            items: ""
                            """
                                    .formatted(first)));

            assertThat(ids()).isEqualTo(names(7));
            assertThat(String.join(" ", asked("p"))).isEqualTo(asked);
        }

        @Test
        void byNumberOfASteadyListAreReadOnceAndEndWithAShortOne() {
            List<String> all = rows(7);
            system.answers(one -> Reply.json(array(slice(all, (one.number("p", 0) - 1) * 3, 3))));

            pass(
                    list(
                            """
                            path: /things
                            pages: { page: p, size: 3, steady: true, ends: short-page }
                            items: ""
                            """));

            assertThat(ids()).isEqualTo(names(7));
            assertThat(asked("p")).containsExactly("1", "2", "3");
        }

        @Test
        void pastTheEndMayBe404() {
            List<String> all = rows(4);
            system.answers(
                    one -> {
                        List<String> page = slice(all, (one.number("p", 0) - 1) * 2, 2);
                        return page.isEmpty()
                                ? Reply.of(404, "{\"error\":\"nothing here\"}")
                                : Reply.json(array(page));
                    });
            String file =
                    """
                    path: /things
                    pages: { page: p, size: 2 }
                    items: ""
                    empty: [404]
                    """;

            pass(list(file));
            assertThat(ids()).isEqualTo(names(4));

            assertThat(Outcomes.failureOf(tryPass(list(file.replace("empty: [404]", "")))))
                    .isInstanceOf(CrossingFailure.Unexplained.class);
        }

        @Test
        void byOffsetOverlapByOneRow() {
            List<String> all = rows(7);
            system.answers(
                    one ->
                            Reply.json(
                                    "{\"total\":-1,\"data\":"
                                            + array(slice(all, one.number("skip", 0), 3))
                                            + "}"));

            pass(
                    list(
                            """
                            path: /things
                            query: { take: "{size}" }
                            pages: { offset: skip, size: 3 }
                            items: /data
                            """));

            assertThat(ids()).isEqualTo(names(7));
            assertThat(asked("skip")).containsExactly("0", "2", "4", "6");
            assertThat(asked("take")).containsOnly("3");
        }

        @Test
        void byOffsetSurviveAServerThatGivesFewerRowsThanItWasAskedFor() {
            List<String> all = rows(9);
            system.answers(one -> Reply.json(array(slice(all, one.number("skip", 0), 4))));

            pass(
                    list(
                            """
                            path: /things
                            pages: { offset: skip, size: 100 }
                            items: ""
                            """));

            assertThat(ids()).isEqualTo(names(9));
        }

        @Test
        void goOnWhileTheAnswerSaysThatThereIsMoreHoweverShortTheyAre() {
            system.answers(
                    one ->
                            switch (one.number("skip", 0)) {
                                case 0 -> page(true, "r1", "r2");
                                case 3 -> page(true);
                                case 6 -> page(true, "r3");
                                default -> page(false, "r4");
                            });

            pass(
                    list(
                            """
                            path: /things
                            pages: { offset: skip, size: 3, more: /more }
                            items: /data
                            """));

            assertThat(ids()).isEqualTo(names(4));
            assertThat(asked("skip")).containsExactly("0", "3", "6", "9");
        }

        private static Reply page(boolean more, String... ids) {
            return Reply.json(
                    "{\"more\":%s,\"data\":%s}"
                            .formatted(
                                    more,
                                    array(
                                            java.util.stream.Stream.of(ids)
                                                    .map(id -> row(id, T0))
                                                    .toList())));
        }

        @Test
        void mayBeOne() {
            system.answers(_ -> Reply.json(array(rows(3))));

            pass(list("{ path: /things, pages: none, items: '' }"));

            assertThat(ids()).isEqualTo(names(3));
            assertThat(system.asked).hasSize(1);
        }

        @Test
        void mayBeAskedForInTheBodyOfASearch() {
            List<String> all = rows(5);
            system.answers(
                    one -> {
                        int from =
                                one.body().contains("\"after\":\"k4\"")
                                        ? 4
                                        : one.body().contains("\"after\":\"k2\"") ? 2 : 0;
                        return Reply.json(
                                "{\"results\":%s,\"paging\":{\"next\":{\"after\":%s}}}"
                                        .formatted(
                                                array(slice(all, from, 2)),
                                                from + 2 < 5 ? "\"k" + (from + 2) + "\"" : "null"));
                    });

            pass(
                    list(
                            """
                            call: POST /things/search
                            body:
                              limit: 2
                              after: "{cursor}"
                              filters: [{ property: changed, operator: GTE, value: "{since}" }]
                            since: { format: epoch-millis }
                            pages: { next: /paging/next/after }
                            items: /results
                            """));

            assertThat(ids()).isEqualTo(names(5));
            assertThat(system.asked).extracting(Asked::method).containsOnly("POST");
            assertThat(system.asked.getFirst().body())
                    .isEqualTo(
                            "{\"limit\":2,\"filters\":[{\"property\":\"changed\",\"operator\":"
                                    + "\"GTE\",\"value\":0}]}");
            assertThat(system.asked.get(1).body()).contains("\"after\":\"k2\"");
        }
    }

    @Nested
    class Addresses {

        private static final String BY_LINK = "{ path: /things, pages: { link: next }, items: '' }";
        private static final String BY_URL =
                "{ path: /things, pages: { next-url: /next }, items: /data }";

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<HOST/api/things?page=a%2Fb,c>; rel=\"next\"",
                    "</api/things?page=a%2Fb,c>; title=\"x, y; z\"; REL=next",
                    "<HOST/api/things>; rel=\"first prev\", <?page=a%2Fb,c>;rel=\"last next\""
                })
        void standInTheHeaderLink(String link) {
            List<String> all = rows(3);
            system.answers(
                    one ->
                            one.query().containsKey("page")
                                    ? Reply.json(array(slice(all, 2, 2)))
                                    : Reply.json(array(slice(all, 0, 2)))
                                            .with("Link", link.replace("HOST", system.endpoint())));

            pass(list(BY_LINK));

            assertThat(ids()).isEqualTo(names(3));
            assertThat(asked("page")).containsExactly("", "a/b,c");
        }

        @Test
        void standInTheAnswer() {
            List<String> all = rows(4);
            system.answers(
                    one -> {
                        int from = one.number("from", 0);
                        return Reply.json(
                                "{\"data\":%s%s}"
                                        .formatted(
                                                array(slice(all, from, 2)),
                                                from == 0
                                                        ? ",\"next\":\""
                                                                + system.endpoint()
                                                                + "/api/things?from=2\""
                                                        : ""));
                    });

            pass(list(BY_URL));

            assertThat(ids()).isEqualTo(names(4));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://evil.example.com/api/things?from=2",
                    "//evil.example.com/",
                    "https://127.0.0.1/api/things",
                    "http://user:pw@127.0.0.1:PORT/api/things",
                    "file:///etc/passwd",
                    "http://[::1"
                })
        void areNotFollowedToAnotherPlaceAsTheCredentialWouldGoAlong(String next) {
            String port = system.endpoint().replaceAll(".*:", "");
            system.answers(
                    _ ->
                            Reply.json(
                                    "{\"data\":%s,\"next\":\"%s\"}"
                                            .formatted(
                                                    array(rows(1)), next.replace("PORT", port))));

            CrossingFailure failure = Outcomes.failureOf(tryPass(list(BY_URL)));

            assertThat(failure).isInstanceOf(CrossingFailure.Unexplained.class);
            assertThat(failure.facts().sentence()).contains("is not the place of the connection");
            assertThat(system.asked).hasSize(1);
        }
    }

    @Nested
    class Cursors {

        private static final String CURSOR =
                "{ path: /things, pages: { parameter: k, next: /k%s }, items: /data }";

        private void chain(Map<String, String> next, int rowsEach) {
            Map<String, Integer> places = new LinkedHashMap<>();
            places.put("", 0);
            next.keySet().forEach(key -> places.putIfAbsent(key, places.size()));
            List<String> all = rows(places.size() * rowsEach);
            system.answers(
                    one -> {
                        String key = one.parameter("k");
                        int place = places.getOrDefault(key, 0);
                        String to = next.get(key);
                        return Reply.json(
                                "{\"data\":%s,\"k\":%s}"
                                        .formatted(
                                                array(slice(all, place * rowsEach, rowsEach)),
                                                to == null ? "null" : "\"" + to + "\""));
                    });
        }

        @Test
        void s12_thatLeadInACircleEndThePassWithoutLoss() {
            Map<String, String> circle = new LinkedHashMap<>();
            circle.put("", "k1");
            for (int n = 1; n < 7; n++) {
                circle.put("k" + n, "k" + (n + 1));
            }
            circle.put("k7", "k1");
            chain(circle, 2);

            CrossingFailure failure = Outcomes.failureOf(tryPass(list(CURSOR.formatted(""))));

            assertThat(failure).isInstanceOf(CrossingFailure.Unexplained.class);
            assertThat(failure.facts().sentence())
                    .isEqualTo(
                            "the pages of crm.thing do not come to an end: 'k1' leads to one that"
                                    + " was read before; see 'resources.thing.list.pages' in"
                                    + " systems/crm.yaml");
            assertThat(system.asked).hasSize(8);
            assertThat(ids()).isEqualTo(names(16));
        }

        /// Beside the list's token, which travels along in the cursor.
        @Test
        void thatLeadInACircleAreToldAsTheSystemGaveThem() {
            chain(Map.of("", "k 1", "k 1", "k 1"), 2);

            CrossingFailure failure =
                    Outcomes.failureOf(
                            tryPass(
                                    list(
                                            "{ path: /things, delta: { parameter: t, next: /t },"
                                                    + " pages: { parameter: k, next: /k }, items: /data }")));

            assertThat(failure.facts().sentence())
                    .startsWith(
                            "the pages of crm.thing do not come to an end: 'k 1' leads to one that"
                                    + " was read before");
        }

        @Test
        void s12_thatAreRepeatedWithTheLastRowsEndAfterOneFurtherCall() {
            List<String> all = rows(4);
            List<String> keys = new ArrayList<>();
            system.answers(
                    one -> {
                        String key = one.parameter("k");
                        boolean again = !key.isEmpty() && keys.contains(key);
                        keys.add(key);
                        List<String> page =
                                again ? List.of() : slice(all, key.isEmpty() ? 0 : 2, 2);
                        return Reply.json("{\"data\":%s,\"k\":\"k1\"}".formatted(array(page)));
                    });

            pass(list(CURSOR.formatted(", ends: empty-page")));

            assertThat(ids()).isEqualTo(names(4));
            assertThat(asked("k")).containsExactly("", "k1", "k1");
        }

        @Test
        void s12_leadOnOverPagesThatAreShortOrEmpty() {
            List<String> all = rows(137);
            system.answers(
                    one ->
                            switch (one.parameter("k")) {
                                case "" -> cursorPage(all.subList(0, 97), "a");
                                case "a" -> cursorPage(List.of(), "b");
                                default -> cursorPage(all.subList(97, 137), "");
                            });

            pass(list(CURSOR.formatted("")));

            assertThat(ids()).hasSize(137);
            assertThat(system.asked).hasSize(3);
        }

        @Test
        void s12_thatStayTheSameAreTakenOnlyIfThatIsDeclared() {
            List<String> all = rows(5);
            Function<Asked, Reply> handle =
                    new Function<>() {
                        private int page;

                        @Override
                        public Reply apply(Asked one) {
                            page = one.parameter("k").isEmpty() ? 0 : page + 1;
                            return cursorPage(slice(all, page * 2, 2), "handle");
                        }
                    };
            system.answers(handle);
            assertThat(Outcomes.failureOf(tryPass(list(CURSOR.formatted("")))))
                    .isInstanceOf(CrossingFailure.Unexplained.class);

            pass(list(CURSOR.formatted(", constant: true, ends: empty-page")));

            assertThat(Set.copyOf(ids())).isEqualTo(Set.copyOf(names(5)));
        }

        @Test
        void s12_thatStayTheSameEndThePassWhenTheRowsDoTheSame() {
            system.answers(_ -> cursorPage(rows(2), "handle"));

            CrossingFailure failure =
                    Outcomes.failureOf(
                            tryPass(list(CURSOR.formatted(", constant: true, ends: empty-page"))));

            assertThat(failure.facts().sentence()).contains("the very same rows");
            assertThat(system.asked).hasSizeLessThan(6);
        }

        private static Reply cursorPage(List<String> rows, String next) {
            return Reply.json("{\"data\":%s,\"k\":\"%s\"}".formatted(array(rows), next));
        }

        @Test
        void ofAServerThatIgnoresTheNumberOfThePageEndThePass() {
            system.answers(_ -> Reply.json(array(rows(3))));

            CrossingFailure failure =
                    Outcomes.failureOf(
                            tryPass(
                                    list(
                                            "{ path: /things, pages: { page: p, size: 3 }, items:"
                                                    + " '' }")));

            assertThat(failure).isInstanceOf(CrossingFailure.Unexplained.class);
            assertThat(system.asked).hasSizeLessThan(10);
        }
    }

    /// Rows vanish, appear and are edited between any two pages: what was there all the time is
    /// read.
    @Nested
    class ListsThatMove {

        private static final String BY_OFFSET =
                "{ path: /things, %s pages: { offset: skip, size: 4 }, items: '' }";
        private static final String BY_PAGE =
                "{ path: /things, %s pages: { page: p, first: 0, size: 4 }, items: '' }";
        private static final String SINCE = "since: { parameter: s, format: iso-instant },";

        private record Thing(int order, Instant changed) {}

        @Test
        void becauseRowsWereTakenAwayAreBegunAnewAndLoseNothing() {
            List<String> all = new ArrayList<>(rows(10));
            system.answers(
                    one -> {
                        Reply page = Reply.json(array(slice(all, one.number("skip", 0), 4)));
                        if (system.asked.size() == 1) {
                            all.removeAll(rows(2));
                        }
                        return page;
                    });

            pass(list(BY_OFFSET.formatted("")));

            assertThat(ids()).containsAll(names(10));
            assertThat(asked("skip")).startsWith("0", "3", "0", "3");
        }

        @ParameterizedTest
        @ValueSource(strings = {BY_OFFSET, BY_PAGE})
        void inAnyWayLoseNoRowThatWasThereAllTheTime(String style) {
            for (int seed = 1; seed <= 60; seed++) {
                loses(style.formatted(seed % 2 == 0 ? SINCE : ""), seed, seed % 2 == 0);
            }
        }

        private void loses(String style, int seed, boolean byChange) {
            Random random = new Random(seed);
            Map<String, Thing> things = new LinkedHashMap<>();
            Set<String> lasting = new TreeSet<>();
            for (int n = 0; n < 25; n++) {
                String id = "s" + seed + "-" + n;
                things.put(id, new Thing(n * 10, T0.plusSeconds(n)));
                lasting.add(id);
            }
            int[] moves = {0};
            system.answers(
                    one -> {
                        int from =
                                style.contains("skip")
                                        ? one.number("skip", 0)
                                        : one.number("p", 0) * 4;
                        List<String> sorted = sorted(things, byChange);
                        Reply page =
                                Reply.json(
                                        array(
                                                slice(sorted, from, 4).stream()
                                                        .map(id -> row(id, changed(things, id)))
                                                        .toList()));
                        if (random.nextInt(3) == 0 && moves[0]++ < 6) {
                            // By number, what comes into the middle cannot be told from what went.
                            int newest = style.contains("skip") ? 250 : 1;
                            move(random, things, lasting, seed, newest);
                        }
                        return page;
                    });

            pass(list(style));

            assertThat(Set.copyOf(ids())).as("seed " + seed + " " + style).containsAll(lasting);
        }

        private static Instant changed(Map<String, Thing> things, String id) {
            return java.util.Objects.requireNonNull(things.get(id)).changed();
        }

        private static List<String> sorted(Map<String, Thing> things, boolean byChange) {
            Comparator<Map.Entry<String, Thing>> order =
                    byChange
                            ? Comparator.comparing(thing -> thing.getValue().changed())
                            : Comparator.comparingInt(thing -> thing.getValue().order());
            return things.entrySet().stream()
                    .sorted(order.thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toList());
        }

        private static void move(
                Random random,
                Map<String, Thing> things,
                Set<String> lasting,
                int seed,
                int newest) {
            List<String> all = List.copyOf(things.keySet());
            String any = all.get(random.nextInt(all.size()));
            switch (random.nextInt(3)) {
                case 0 -> {
                    things.remove(any);
                    lasting.remove(any);
                }
                case 1 ->
                        things.put(
                                "s" + seed + "-new" + things.size() + random.nextInt(1000),
                                new Thing(250 - random.nextInt(newest), T0.plusSeconds(100)));
                default ->
                        things.computeIfPresent(
                                any,
                                (_, thing) ->
                                        new Thing(
                                                thing.order(),
                                                T0.plusSeconds(100 + random.nextInt(50))));
            }
        }

        @Test
        void withoutEndAreGivenUpWithAClearError() {
            int[] call = {0};
            system.answers(
                    one -> {
                        call[0]++;
                        return Reply.json(
                                array(
                                        IntStream.range(0, 4)
                                                .mapToObj(n -> row("c" + call[0] + "-" + n, T0))
                                                .toList()));
                    });

            CrossingFailure failure = Outcomes.failureOf(tryPass(list(BY_OFFSET.formatted(""))));

            assertThat(failure.facts().sentence())
                    .isEqualTo(
                            "the rows of crm.thing move faster than it can be read: it was begun"
                                    + " 10 times; see 'resources.thing.list.pages' in"
                                    + " systems/crm.yaml");
            assertThat(position()).isNotEmpty();
        }
    }

    @Nested
    class Since {

        /// Rows that a server keeps, which says of each when it changed.
        private final List<Instant> changes = new ArrayList<>();

        private String rowsWhere(java.util.function.Predicate<Instant> passes) {
            List<String> found = new ArrayList<>();
            for (int n = 0; n < changes.size(); n++) {
                if (passes.test(changes.get(n))) {
                    found.add(row("r" + (n + 1), changes.get(n)));
                }
            }
            return array(found);
        }

        @Test
        void standsInAHeaderAsAnHttpDate() {
            changes.add(T0.plusMillis(700));
            system.answers(
                    one -> {
                        Instant since =
                                java.time.ZonedDateTime.parse(
                                                one.headers().get("If-Modified-Since"),
                                                java.time.format.DateTimeFormatter
                                                        .RFC_1123_DATE_TIME)
                                        .toInstant();
                        return Reply.json(rowsWhere(at -> !at.isBefore(since)));
                    });
            ScriptedSystem.Described crm =
                    list(
                            """
                            path: /things
                            headers: { If-Modified-Since: "{since}" }
                            since: { format: http-date, look-back: 2s }
                            pages: none
                            items: ""
                            """);

            pass(crm);
            changes.add(T0.plusMillis(900));
            pass(crm);

            assertThat(ids()).isEqualTo(names(2));
            assertThat(system.asked.getLast().headers())
                    .containsEntry("If-Modified-Since", "Sun, 01 Mar 2026 08:59:58 GMT");
        }

        @Test
        void standsInTheTextOfAFilter() {
            changes.add(T0);
            system.answers(_ -> Reply.json(rowsWhere(_ -> true)));
            ScriptedSystem.Described crm =
                    list(
                            """
                            path: /query
                            query: { q: "select Id from Event where SystemModstamp >= {since}" }
                            since: { format: iso-offset, look-back: 0s }
                            pages: none
                            items: ""
                            """);

            pass(crm);
            pass(crm);

            assertThat(asked("q").getLast())
                    .isEqualTo(
                            "select Id from Event where SystemModstamp >="
                                    + " 2026-03-01T09:00:00+00:00");
        }

        @Test
        void ofAClockThatTicksInSecondsLosesNoRowOfATickThatWasRead() {
            system.answers(
                    one -> {
                        long since = Long.parseLong(one.parameter("since"));
                        return Reply.json(rowsWhere(at -> at.getEpochSecond() >= since));
                    });
            ScriptedSystem.Described crm =
                    list(
                            """
                            path: /things
                            since: { parameter: since, format: epoch-seconds }
                            pages: none
                            items: ""
                            """);
            for (int n = 0; n < 39; n++) {
                changes.add(T0);
            }
            pass(crm);
            for (int n = 0; n < 21; n++) {
                changes.add(T0);
            }

            pass(crm);
            pass(crm);

            assertThat(ids()).hasSize(60).doesNotHaveDuplicates();
        }

        @ParameterizedTest
        @ValueSource(strings = {"-04:00", "+03:00", "UTC", "Asia/Kathmandu"})
        void s15_inTheTimeOfTheSystemsAccountLosesNothing(String zone) {
            java.time.format.DateTimeFormatter wall =
                    java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
            java.time.ZoneId there = java.time.ZoneId.of(zone);
            system.answers(
                    one ->
                            Reply.json(
                                    rowsWhere(
                                            at ->
                                                    wall.format(at.atZone(there))
                                                                    .compareTo(
                                                                            one.parameter("from"))
                                                            >= 0)));
            // Ours is 90 s fast.
            system.clock.set(Instant.parse("2026-03-01T14:01:30Z"));

            s15(
                    list(
                            """
                            path: /things
                            since: { parameter: from, format: { pattern: yyyy-MM-dd HH:mm:ss, zone: "%s" } }
                            pages: none
                            items: ""
                            """
                                    .formatted(zone)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"-11:00", "+00:00", "+14:00"})
        void s15_byDateAloneBeginsADayEarly(String zone) {
            java.time.ZoneId there = java.time.ZoneId.of(zone);
            system.answers(
                    one ->
                            Reply.json(
                                    rowsWhere(
                                            at ->
                                                    at.atZone(there)
                                                                    .toLocalDate()
                                                                    .toString()
                                                                    .compareTo(
                                                                            one.parameter("from"))
                                                            >= 0)));

            s15(
                    list(
                            """
                            path: /things
                            since: { parameter: from, format: iso-date }
                            pages: none
                            items: ""
                            """));
        }

        private void s15(ScriptedSystem.Described crm) {
            changes.add(Instant.parse("2026-03-01T10:00:00Z"));
            pass(crm);
            for (String late :
                    List.of(
                            "2026-03-01T09:59:59Z",
                            "2026-03-01T10:00:00Z",
                            "2026-03-01T10:00:00Z",
                            "2026-03-01T12:00:00Z",
                            "2026-03-01T13:59:00Z")) {
                changes.add(Instant.parse(late));
            }
            pass(crm);
            pass(crm);

            assertThat(ids()).containsExactlyInAnyOrderElementsOf(names(6));
        }

        @Test
        void byAClockOnTheWallLosesNothingInTheHourThatComesTwice() {
            java.time.ZoneId berlin = java.time.ZoneId.of("Europe/Berlin");
            java.time.format.DateTimeFormatter wall =
                    java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
            List<String> stamps = new ArrayList<>();
            system.answers(
                    one -> {
                        List<String> found = new ArrayList<>();
                        for (int n = 0; n < stamps.size(); n++) {
                            if (stamps.get(n).compareTo(one.parameter("from")) >= 0) {
                                found.add(
                                        "{\"id\":\"r%d\",\"changed\":\"%s\"}"
                                                .formatted(n + 1, stamps.get(n)));
                            }
                        }
                        return Reply.json(array(found));
                    });
            ScriptedSystem.Described crm =
                    system.describe(
                            "",
                            """
                            id: /id
                            updated-at: { at: /changed, format: { pattern: yyyy-MM-dd HH:mm:ss, zone: Europe/Berlin } }
                            list:
                              path: /things
                              since: { parameter: from, format: { pattern: yyyy-MM-dd HH:mm:ss, zone: Europe/Berlin } }
                              pages: none
                              items: ""
                            """);
            Instant night = Instant.parse("2026-10-24T23:00:00Z");

            for (int n = 0; n < 30; n++) {
                Instant now = night.plusSeconds(n * 420L);
                system.clock.set(now.plusSeconds(60));
                stamps.add(wall.format(now.atZone(berlin)));
                pass(crm);
            }

            assertThat(ids()).containsExactlyInAnyOrderElementsOf(names(30));
        }
    }

    @Nested
    class Tokens {

        private static final String GOOGLE =
                """
                path: /things
                delta: { parameter: syncToken, next: /nextSyncToken }
                pages: { parameter: pageToken, next: /nextPageToken }
                items: /items
                """;

        private ScriptedSystem.Described google() {
            return system.describe(
                    "",
                    """
                    id: /id
                    updated-at: { at: /changed, format: iso-instant }
                    deleted-when: { at: /status, is: cancelled }
                    read: GET /things/{id}
                    list:
                    """
                            + GOOGLE.indent(2));
        }

        private static Reply page(String items, String more) {
            return Reply.json("{\"items\":[" + items + "]" + more + "}");
        }

        @Test
        void areTheSweepsPosition() {
            system.answers(
                    one ->
                            one.parameter("syncToken").equals("s1")
                                    ? page(
                                            "{\"id\":\"r1\",\"status\":\"cancelled\"}",
                                            ",\"nextSyncToken\":\"s2\"")
                                    : one.parameter("pageToken").equals("p1")
                                            ? page(row("r3", T0), ",\"nextSyncToken\":\"s1\"")
                                            : page(
                                                    row("r1", T0) + "," + row("r2", T0),
                                                    ",\"nextPageToken\":\"p1\""));

            pass(google());
            assertThat(ids()).isEqualTo(names(3));
            pass(google());

            assertThat(asked("syncToken")).containsExactly("", "", "s1");
            assertThat(journal.changes().getLast())
                    .matches(change -> change.tombstone(), "is a tombstone");
            assertThat(ids().getLast()).isEqualTo("r1");
        }

        @Test
        void standBesideTheCursorOfEachPage() {
            system.answers(
                    one ->
                            one.query().isEmpty()
                                    ? page("", ",\"nextSyncToken\":\"s 1&=\"")
                                    : one.parameter("pageToken").isEmpty()
                                            ? page(row("r1", T0), ",\"nextPageToken\":\"p\"")
                                            : page(row("r2", T0), ",\"nextSyncToken\":\"s2\""));

            pass(google());
            pass(google());

            assertThat(asked("syncToken")).containsExactly("", "s 1&=", "s 1&=");
            assertThat(ids()).isEqualTo(names(2));
        }

        @Test
        void keepTheirPlaceWhenAPageFails() {
            system.answers(one -> page("", ",\"nextSyncToken\":\"s1\""));
            pass(google());
            String before = position();
            system.answers(
                    one ->
                            one.parameter("pageToken").isEmpty()
                                    ? page(row("r1", T0), ",\"nextPageToken\":\"p\"")
                                    : Reply.of(503, ""));

            assertThat(Outcomes.failureOf(tryPass(google())))
                    .isInstanceOf(CrossingFailure.Transient.class);

            assertThat(position()).isEqualTo(before);
            assertThat(ids()).containsExactly("r1");
        }

        @Test
        void s13_thatAreTooOldLeadToAFullReadingAndProveNoDelete() {
            system.answers(
                    _ -> page(row("e5", T0) + "," + row("e6", T0), ",\"nextSyncToken\":\"old\""));
            pass(google());
            system.answers(
                    one ->
                            one.parameter("syncToken").equals("old")
                                    ? Reply.of(410, "{\"error\":\"fullSyncRequired\"}")
                                    : page(
                                            row("e6", T0.plusSeconds(60)),
                                            ",\"nextSyncToken\":\"new\""));

            pass(google());
            pass(google());

            assertThat(ids()).containsExactly("e5", "e6", "e6", "e5");
            assertThat(journal.changes().getLast())
                    .as("asked for, because the list does not tell of it any more")
                    .matches(change -> !change.tombstone() && !change.full());
            assertThat(journal.changes()).noneMatch(change -> change.tombstone());
            assertThat(asked("syncToken")).containsExactly("", "old", "", "new");
        }

        @Test
        void s13_thatAreTooOldWithinAReadingFailIt() {
            system.answers(
                    one ->
                            one.parameter("pageToken").isEmpty()
                                    ? page(row("e5", T0), ",\"nextPageToken\":\"p\"")
                                    : Reply.of(410, ""));

            assertThat(Outcomes.failureOf(tryPass(google())))
                    .isInstanceOf(CrossingFailure.Unexplained.class);
            assertThat(position()).isEqualTo("none");
        }

        @Test
        void mayBeAddresses() {
            system.answers(
                    one ->
                            switch (one.parameter("$deltatoken") + one.parameter("$skiptoken")) {
                                case "" -> graph("r1", "nextLink", "$skiptoken=p%201");
                                case "p 1" -> graph("r2", "deltaLink", "$deltatoken=d%2F1");
                                default ->
                                        Reply.json(
                                                "{\"value\":[{\"id\":\"r1\",\"@removed\":"
                                                        + "{\"reason\":\"deleted\"}}],"
                                                        + "\"@odata.deltaLink\":\"/api/things/delta?"
                                                        + "$deltatoken=d2\"}");
                            });
            ScriptedSystem.Described graph =
                    system.describe(
                            "",
                            """
                            id: /id
                            updated-at: { at: /changed, format: iso-instant }
                            deleted-when: { at: /@removed }
                            list:
                              path: /things/delta
                              query: { top: "2" }
                              headers: { Prefer: odata.track-changes }
                              delta: { link: /@odata.deltaLink }
                              pages: { next-url: /@odata.nextLink }
                              items: /value
                            """);

            pass(graph);
            pass(graph);

            assertThat(ids()).containsExactly("r1", "r2", "r1");
            assertThat(journal.changes().getLast()).matches(change -> change.tombstone());
            assertThat(asked("$deltatoken")).containsExactly("", "", "d/1");
            assertThat(system.asked)
                    .allMatch(one -> "odata.track-changes".equals(one.headers().get("Prefer")));
        }

        private Reply graph(String id, String link, String query) {
            return Reply.json(
                    "{\"value\":[%s],\"@odata.%s\":\"%s/api/things/delta?%s\"}"
                            .formatted(row(id, T0), link, system.endpoint(), query));
        }

        @Test
        void ofAnotherPlaceAreNotTaken() {
            system.answers(
                    _ ->
                            Reply.json(
                                    "{\"value\":[],\"@odata.deltaLink\":"
                                            + "\"https://evil.example.com/d\"}"));

            CrossingFailure failure =
                    Outcomes.failureOf(
                            tryPass(
                                    list(
                                            """
                                            path: /things
                                            delta: { link: /@odata.deltaLink }
                                            pages: none
                                            items: /value
                                            """)));

            assertThat(failure.facts().sentence()).contains("the address of another place");
        }

        @Test
        void thatAreMissingFailThePassBecauseNothingWouldGoOnFromThere() {
            system.answers(_ -> page("", ""));

            assertThat(Outcomes.failureOf(tryPass(google())).facts().sentence())
                    .contains("the last page has no token at '/nextSyncToken'");
        }
    }

    /// Lists that cannot tell what changed.
    @Nested
    class Compared {

        private static final String WHOLE =
                """
                id: /id
                read: GET /things/{id}
                list: { path: /things, pages: none, items: "" }
                """;
        private final Map<String, String> titles = new LinkedHashMap<>();

        private Reply all(Asked one) {
            return Reply.json(
                    array(
                            titles.entrySet().stream()
                                    .map(
                                            row ->
                                                    "{\"id\":\"%s\",\"title\":\"%s\"}"
                                                            .formatted(
                                                                    row.getKey(), row.getValue()))
                                    .toList()));
        }

        private List<String> news(ScriptedSystem.Described crm) {
            int before = journal.changes().size();
            pass(crm);
            return journal.changes().stream()
                    .skip(before)
                    .map(
                            change ->
                                    (change.full() ? "" : "asked for ")
                                            + change.record().orElseThrow().id())
                    .toList();
        }

        @Test
        void bringWhatIsOtherThanTheLastTimeAndNothingElse() {
            ScriptedSystem.Described crm = system.describe("", WHOLE);
            system.answers(this::all);
            titles.putAll(Map.of("r1", "A", "r2", "A"));
            assertThat(news(crm)).containsExactlyInAnyOrder("r1", "r2");
            assertThat(news(crm)).isEmpty();

            titles.put("r1", "B");
            assertThat(news(crm)).containsExactly("r1");
            assertThat(news(crm)).isEmpty();
            for (String title : List.of("A", "B", "A", "B")) {
                titles.put("r1", title);
                assertThat(news(crm)).as("to and fro: " + title).containsExactly("r1");
                assertThat(news(crm)).isEmpty();
            }
        }

        @Test
        void askOnceForWhatIsNotThereAnyMoreAndTakeItAnewWhenItComesBack() {
            ScriptedSystem.Described crm = system.describe("", WHOLE);
            system.answers(this::all);
            titles.putAll(Map.of("r1", "A", "r2", "A"));
            pass(crm);

            titles.remove("r1");
            assertThat(news(crm)).containsExactly("asked for r1");
            assertThat(journal.changes()).noneMatch(change -> change.tombstone());
            assertThat(news(crm)).isEmpty();
            titles.put("r1", "A");
            assertThat(news(crm)).containsExactly("r1");
            titles.remove("r1");
            assertThat(news(crm)).containsExactly("asked for r1");
        }

        @Test
        void askForNothingAfterAReadingThatBrokeOff() {
            ScriptedSystem.Described crm =
                    system.describe(
                            "",
                            """
                            id: /id
                            read: GET /things/{id}
                            list: { path: /things, pages: { offset: skip, size: 2 }, items: "" }
                            """);
            List<String> all = new ArrayList<>(rows(3));
            boolean[] broken = {false};
            system.answers(
                    one ->
                            broken[0] && one.number("skip", 0) > 0
                                    ? Reply.of(500, "")
                                    : Reply.json(array(slice(all, one.number("skip", 0), 2))));
            pass(crm);
            all.removeFirst();
            broken[0] = true;

            assertThat(Outcomes.failureOf(tryPass(crm)))
                    .isInstanceOf(CrossingFailure.Transient.class);

            assertThat(journal.changes()).allMatch(change -> change.full());
        }

        @Test
        void askAgainWhatWasStoredButNotRememberedWithoutDoublingIt() {
            ScriptedSystem.Described crm = system.describe("", WHOLE);
            system.answers(this::all);
            titles.put("r1", "A");
            pass(crm);
            titles.put("r1", "B");
            pass(crm);
            // As if what was remembered had been lost with the process.
            Outcomes.of(
                    listed.remember(
                            ScriptedSystem.NORTH,
                            crm.thing.name(),
                            Map.of(
                                    "r1",
                                    new Listed.Said(
                                            journal.changes().getFirst().content(), 0, false)),
                            readings));

            assertThat(news(crm)).isEmpty();
        }

        @Test
        void readAWindowInStepsAndTakeNothingForDeletedThatOnlyLeftIt() {
            List<String> steps = new ArrayList<>();
            system.answers(
                    one -> {
                        steps.add(one.parameter("start") + ".." + one.parameter("end"));
                        return one.parameter("start").startsWith("2026-02")
                                ? Reply.json("[{\"id\":\"r1\",\"day\":\"2026-02-20\"}]")
                                : Reply.json("[{\"id\":\"r2\",\"day\":\"2026-03-20\"}]");
                    });
            ScriptedSystem.Described crm =
                    system.describe(
                            "",
                            """
                            id: /id
                            read: GET /things/{id}
                            list:
                              path: /things
                              scan: { from: start, to: end, format: { pattern: yyyy-MM-dd, zone: UTC }, back: 10d, ahead: 40d, step: 25d }
                              pages: none
                              items: ""
                            """);

            assertThat(news(crm)).containsExactly("r1", "r2");
            assertThat(steps).containsExactly("2026-02-19..2026-03-16", "2026-03-16..2026-04-10");
            assertThat(news(crm)).isEmpty();

            system.clock.set(HeldClock.BEGIN.plus(Duration.ofDays(30)));
            assertThat(news(crm)).containsExactly("asked for r1");
            assertThat(journal.changes()).noneMatch(change -> change.tombstone());
        }
    }

    @Nested
    class Deleted {

        private static final String KEYS =
                """
                id: /id
                read: GET /things/{id}
                list: { path: /things, pages: none, items: "" }
                deleted:
                  path: /things/deleted
                  since: { parameter: since, format: iso-instant }
                  pages: none
                  items: ""
                  id: /record
                  deleted-at: { at: /when, format: iso-instant }
                %s
                """;

        private void deleted() {
            system.answers(
                    one ->
                            one.path().endsWith("/deleted")
                                    ? Reply.json("[{\"record\":7,\"when\":\"%s\"}]".formatted(T0))
                                    : Reply.json("[]"));
        }

        @Test
        void recordsOfAListOfTheirOwnAreAskedForAsTheyMayHaveBeenRestored() {
            deleted();
            ScriptedSystem.Described crm = system.describe("", KEYS.formatted(""));

            Outcomes.of(tryPass(crm, gone(crm)));
            Outcomes.of(tryPass(crm, gone(crm)));

            assertThat(journal.changes())
                    .singleElement()
                    .matches(change -> !change.tombstone() && !change.full())
                    .matches(change -> change.record().orElseThrow().id().equals("7"));
            assertThat(asked("since"))
                    .containsExactly("1970-01-01T00:00:00Z", T0.minusSeconds(5).toString());
        }

        @Test
        void recordsOfAListThatIsCertainAreGone() {
            deleted();
            ScriptedSystem.Described crm = system.describe("", KEYS.formatted("  certain: true"));

            Outcomes.of(tryPass(crm, gone(crm)));

            assertThat(journal.changes()).singleElement().matches(change -> change.tombstone());
        }
    }
}
