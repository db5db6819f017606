package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.SecureDice;
import drawbridge.intake.HookDesk.Kept;
import drawbridge.intake.PushDesk.Told;
import drawbridge.mapping.ResourceName;
import drawbridge.system.Listing;
import drawbridge.system.Outcomes;

import io.vertx.core.Future;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Webhooks of systems that no code knows: each is described by a small file, signed as its sender
/// signs, and taken by the real port over a real journal.
class HooksIT {

    private static final String SECRET = "Xk3vQ9pLw2tRz7yU";
    private static final String OLD_SECRET = "f2GkN8sJq4wEb6mT";

    @Nested
    class HubSpot {

        private static final String BATCH =
                """
                [{"eventId":1,"objectId":17,"objectTypeId":"0-47","subscriptionType":\
                "object.propertyChange","propertyName":"hs_meeting_title","occurredAt":1772366400000},
                {"eventId":2,"objectId":17,"objectTypeId":"0-47","subscriptionType":\
                "object.propertyChange","propertyName":"hs_meeting_body","occurredAt":1772366400500},
                {"eventId":3,"objectId":18,"objectTypeId":"0-47","subscriptionType":\
                "object.deletion","occurredAt":1772366401000},
                {"eventId":4,"objectId":9,"objectTypeId":"0-3","subscriptionType":\
                "object.creation","occurredAt":1772366401000}]\
                """;

        @CanIgnoreReturnValue
        private static Told send(HookDesk desk, String body, String signed, long ahead) {
            return send(desk, body, signed, ahead, SECRET);
        }

        @CanIgnoreReturnValue
        private static Told send(
                HookDesk desk, String body, String signed, long ahead, String secret) {
            String stamp = Long.toString(desk.desk.clock.now().plusSeconds(ahead).toEpochMilli());
            String over = "POST" + "https://hooks.example.com" + desk.path() + signed + stamp;
            return desk.hook(
                    body,
                    "X-HubSpot-Signature-v3",
                    Signing.base64(Signing.hmac("HmacSHA256", secret, over)),
                    "X-HubSpot-Request-Timestamp",
                    stamp);
        }

        @Test
        void tellsIdsInBatchesOfWhichEachIsAChangeToBeRead() {
            try (HookDesk desk = new HookDesk("hubspot", SECRET + " " + OLD_SECRET)) {
                Told told = send(desk, BATCH, BATCH, 0);

                assertThat(told.status()).isEqualTo(202);
                assertThat(told.body().at("/changes").asInt()).isEqualTo(4);
                List<Kept> kept = desk.kept();
                assertThat(kept)
                        .extracting(Kept::record)
                        .containsExactlyInAnyOrder(
                                "hubspot.meeting 17",
                                "hubspot.meeting 17",
                                "hubspot.meeting 18",
                                "");
                assertThat(kept).noneMatch(Kept::whole);
                assertThat(kept.stream().filter(Kept::tombstone).map(Kept::record))
                        .containsExactly("hubspot.meeting 18");
                assertThat(kept).noneMatch(change -> change.unreadable().isPresent());
                assertThat(
                                kept.stream()
                                        .filter(change -> change.record().endsWith("17"))
                                        .map(Kept::body))
                        .satisfiesExactly(
                                first -> assertThat(first).contains("hs_meeting_title"),
                                second -> assertThat(second).contains("hs_meeting_body"));
            }
        }

        @Test
        void thatComesAgainIsStoredOnceAlthoughItsIdsAreNotUnique() {
            try (HookDesk desk = new HookDesk("hubspot", SECRET)) {
                send(desk, BATCH, BATCH, 0);
                String other = BATCH.replace("1772366401000", "1772366402000");

                Told again = send(desk, BATCH, BATCH, 60);
                Told newer = send(desk, other, other, 60);

                assertThat(again.text("/status")).isEqualTo("duplicate");
                assertThat(newer.text("/status")).isEqualTo("accepted");
                assertThat(desk.kept()).hasSize(8);
            }
        }

        @Test
        void isRefusedWhenBytesStampOrSecretAreOthers() {
            try (HookDesk desk = new HookDesk("hubspot", SECRET + " " + OLD_SECRET)) {
                assertThat(send(desk, BATCH + " ", BATCH, 0).status()).isEqualTo(401);
                assertThat(send(desk, BATCH, BATCH, 301).status()).isEqualTo(401);
                assertThat(send(desk, BATCH, BATCH, -301).status()).isEqualTo(401);
                assertThat(send(desk, BATCH, BATCH, 0, "nobody's").status()).isEqualTo(401);
                assertThat(desk.hook(BATCH).status()).isEqualTo(401);
                assertThat(desk.refused("signature")).isEqualTo(2);
                assertThat(desk.refused("stamp")).isEqualTo(2);
                assertThat(desk.refused("headers")).isEqualTo(1);
                assertThat(desk.kept()).isEmpty();

                assertThat(send(desk, BATCH, BATCH, 0, OLD_SECRET).status()).isEqualTo(202);
            }
        }
    }

    @Nested
    class Pipedrive {

        private static final String CHANGED =
                """
                {"meta":{"id":"6d0f","entity":"activity","entity_id":"17","action":"%s"},
                 "data": %s , "previous":null}\
                """;

        @Test
        void showsNameAndPasswordThatWeGaveToIt() {
            try (HookDesk desk = new HookDesk("pipedrive", "drawbridge:" + SECRET)) {
                String body = CHANGED.formatted("change", "{\"id\":17, \"subject\":\"Call\"}");

                Told told = desk.hook(body, "Authorization", Signing.basic("drawbridge", SECRET));
                Told wrong = desk.hook(body, "Authorization", Signing.basic("drawbridge", "x"));
                Told none = desk.hook(body);

                assertThat(told.status()).isEqualTo(200);
                assertThat(wrong.status()).isEqualTo(401);
                assertThat(none.status()).isEqualTo(401);
                assertThat(wrong.answer().body()).isEqualTo(none.answer().body());
                assertThat(desk.only().record()).isEqualTo("pipedrive.meeting 17");
                assertThat(desk.only().whole()).isFalse();
                assertThat(desk.only().body()).isEqualTo("{\"id\":17, \"subject\":\"Call\"}");
            }
        }

        @Test
        void namesADeletedRecordWithoutHoldingIt() {
            try (HookDesk desk = new HookDesk("pipedrive", "drawbridge:" + SECRET)) {
                desk.hook(
                        CHANGED.formatted("delete", "null"),
                        "Authorization",
                        Signing.basic("drawbridge", SECRET));

                assertThat(desk.only().record()).isEqualTo("pipedrive.meeting 17");
                assertThat(desk.only().tombstone()).isTrue();
                assertThat(desk.only().unreadable()).isEmpty();
            }
        }
    }

    @Nested
    class Zoho {

        private static final String UPDATED =
                """
                {"module":"Events","operation":"%s","ids":["1110001", 1110002],"token":"%s"}\
                """;

        @Test
        void repeatsItsTokenInTheBodyAndTellsBareIds() {
            try (HookDesk desk = new HookDesk("zoho", SECRET)) {
                Told told = desk.hook(UPDATED.formatted("update", SECRET));

                assertThat(told.status()).isEqualTo(202);
                assertThat(desk.records())
                        .containsExactlyInAnyOrder("zoho.meeting 1110001", "zoho.meeting 1110002");
                assertThat(desk.kept())
                        .extracting(Kept::body)
                        .containsExactlyInAnyOrder("\"1110001\"", "1110002");
            }
        }

        @Test
        void isRefusedWithAnotherTokenOrNone() {
            try (HookDesk desk = new HookDesk("zoho", SECRET)) {
                assertThat(desk.hook(UPDATED.formatted("delete", OLD_SECRET)).status())
                        .isEqualTo(401);
                assertThat(desk.hook("{\"module\":\"Events\"}").status()).isEqualTo(401);
                assertThat(desk.hook("{").status()).isEqualTo(401);
                assertThat(desk.kept()).isEmpty();
            }
        }
    }

    @Nested
    class Google {

        @CanIgnoreReturnValue
        private Told send(HookDesk desk, String state, String number, String token) {
            return desk.hook(
                    "",
                    "X-Goog-Channel-ID",
                    "channel-1",
                    "X-Goog-Channel-Token",
                    token,
                    "X-Goog-Resource-State",
                    state,
                    "X-Goog-Message-Number",
                    number);
        }

        @Test
        void tellsInHeadersThatSomethingChangedAndTheListIsReadAtOnce() {
            try (HookDesk desk = new HookDesk("google", SECRET)) {
                AtomicInteger read = new AtomicInteger();
                Sweep sweep = sweep(desk, read);
                sweep.start();
                await().until(() -> read.get() == 1);

                Told told = send(desk, "exists", "7", SECRET);

                assertThat(told.status()).isEqualTo(202);
                await().until(() -> read.get() == 2);
                assertThat(desk.only().body())
                        .contains("exists")
                        .contains("channel-1")
                        .doesNotContain(SECRET);
                await().until(
                                () ->
                                        Outcomes.of(desk.desk.hints.open(Set.of(Customers.NORTH)))
                                                .isEmpty());
                Outcomes.of(sweep.stop());
            }
        }

        /// Of lists that are otherwise read once an hour.
        private Sweep sweep(HookDesk desk, AtomicInteger read) {
            Listing empty =
                    (_, resource, _, _) -> {
                        if (resource.equals(new ResourceName("google", "meeting"))) {
                            read.incrementAndGet();
                        }
                        return Future.succeededFuture(
                                new Listing.Page(List.of(), Optional.empty(), Optional.empty()));
                    };
            return Sweep.create(
                    desk.desk.vertx,
                    new Sweep.Ports(
                            () -> desk.mappings,
                            empty,
                            desk.desk.journal,
                            (_, _, _) -> Future.succeededFuture(Optional.empty()),
                            new KeptListed(),
                            desk.desk.hints,
                            (_, _) -> Future.succeededFuture(OptionalLong.of(0)),
                            new WebhookFront(desk.desk.clock::monotonicNanos),
                            desk.desk.clock,
                            new SecureDice(() -> 0),
                            desk.desk.meters));
        }

        @Test
        void isToldAgainOfAListThatWasToldOfWhileItWasRead() {
            try (HookDesk desk = new HookDesk("google", SECRET)) {
                send(desk, "exists", "7", SECRET);
                var first = Outcomes.of(desk.desk.hints.open(Set.of(Customers.NORTH)));
                send(desk, "exists", "8", SECRET);

                Outcomes.of(desk.desk.hints.done(first.getFirst()));

                assertThat(Outcomes.of(desk.desk.hints.open(Set.of(Customers.NORTH)))).hasSize(1);
            }
        }

        @Test
        void saysHelloWithoutAnythingToRead() {
            try (HookDesk desk = new HookDesk("google", SECRET)) {
                Told told = send(desk, "sync", "1", SECRET);

                assertThat(told.status()).isEqualTo(202);
                assertThat(desk.only().unreadable()).isEmpty();
                assertThat(Outcomes.of(desk.desk.hints.open(Set.of(Customers.NORTH)))).isEmpty();
            }
        }

        @Test
        void isKnownByChannelAndNumber() {
            try (HookDesk desk = new HookDesk("google", SECRET)) {
                send(desk, "exists", "7", SECRET);

                assertThat(send(desk, "exists", "7", SECRET).text("/status"))
                        .isEqualTo("duplicate");
                assertThat(send(desk, "exists", "7", OLD_SECRET).status()).isEqualTo(401);
            }
        }
    }

    @Nested
    class Graph {

        private static final String CHANGED =
                """
                {"value":[
                 {"subscriptionId":"s1","clientState":"%s","changeType":"updated",
                  "resourceData":{"id":"AAMk=","@odata.etag":"W/1"}},
                 {"subscriptionId":"s1","clientState":"%s","changeType":"deleted",
                  "resourceData":{"id":"BBMk="}}]}\
                """;

        @Test
        void asksFirstWhetherWeAreThereAndIsAnsweredInPlainText() {
            try (HookDesk desk = new HookDesk("graph", SECRET)) {
                Told told = desk.hookAt("?validationToken=Validation%3A%20a%2Bb%3Ci%3E", "");

                assertThat(told.status()).isEqualTo(200);
                assertThat(told.answer().body()).isEqualTo("Validation: a+b<i>");
                assertThat(told.header("Content-Type")).startsWith("text/plain");
                assertThat(told.header("X-Content-Type-Options")).isEqualTo("nosniff");
                assertThat(desk.kept()).isEmpty();
            }
        }

        @Test
        void repeatsItsClientStateInEachEvent() {
            try (HookDesk desk = new HookDesk("graph", SECRET)) {
                assertThat(desk.hook(CHANGED.formatted(SECRET, OLD_SECRET)).status())
                        .isEqualTo(401);
                assertThat(desk.hook(CHANGED.formatted(OLD_SECRET, SECRET)).status())
                        .isEqualTo(401);
                assertThat(desk.hook("{\"value\":[]}").status()).isEqualTo(401);
                assertThat(desk.kept()).isEmpty();

                assertThat(desk.hook(CHANGED.formatted(SECRET, SECRET)).status()).isEqualTo(202);

                assertThat(desk.records())
                        .containsExactlyInAnyOrder("graph.meeting AAMk=", "graph.meeting BBMk=");
                assertThat(desk.kept().stream().filter(Kept::tombstone).map(Kept::record))
                        .containsExactly("graph.meeting BBMk=");
            }
        }

        @Test
        void thatSaysNothingOfWhatHappenedIsKeptForAPerson() {
            try (HookDesk desk = new HookDesk("graph", SECRET)) {
                Told told =
                        desk.hook(
                                "{\"value\":[ {\"clientState\":\"" + SECRET + "\" , \"x\":1.0}]}");

                assertThat(told.status()).isEqualTo(202);
                assertThat(desk.only().unreadable().orElseThrow())
                        .contains("/changeType is missing: it says what happened");
                assertThat(desk.only().body())
                        .isEqualTo("{\"clientState\":\"" + SECRET + "\" , \"x\":1.0}");
            }
        }
    }

    @Nested
    class Nasty {

        private static final String PARTS =
                "[ {\"id\":\"m-1\",\"title\":\"One\"} ,{\"id\":\"m-1\",\"title\":\"Two\"},"
                        + "{\"id\":\"m-2\",\"n\":1.50}]";

        private static final String SECRETS =
                "changed.sub-7=" + SECRET + " deleted.sub-8=" + OLD_SECRET;

        @CanIgnoreReturnValue
        private static Told send(HookDesk desk, String further, String over, String secret) {
            return desk.hookAt(
                    further,
                    PARTS,
                    "X-Signature",
                    Signing.hex(Signing.hmac("HmacSHA256", secret, over)));
        }

        @Test
        void saysInTheAddressAloneWhatHappenedAndTellsOnlyWhatChanged() {
            try (HookDesk desk = new HookDesk("nasty", SECRETS)) {
                Told told = send(desk, "/changed/sub-7", "sub-7:" + PARTS, SECRET);

                assertThat(told.status()).isEqualTo(200);
                List<Kept> kept = desk.kept();
                assertThat(kept).extracting(Kept::record).contains("nasty.meeting m-2");
                assertThat(kept).noneMatch(Kept::whole).noneMatch(Kept::tombstone);
                assertThat(
                                kept.stream()
                                        .filter(change -> change.record().endsWith("m-1"))
                                        .map(Kept::body))
                        .containsExactly(
                                "{\"id\":\"m-1\",\"title\":\"One\"}",
                                "{\"id\":\"m-1\",\"title\":\"Two\"}");
                assertThat(kept).extracting(Kept::body).contains("{\"id\":\"m-2\",\"n\":1.50}");
            }
        }

        @Test
        void repeatedAtTheAddressOfAnotherSubscriptionIsRefused() {
            try (HookDesk desk = new HookDesk("nasty", SECRETS)) {
                String over = "sub-7:" + PARTS;

                assertThat(send(desk, "/deleted/sub-7", over, SECRET).status()).isEqualTo(403);
                assertThat(send(desk, "/deleted/sub-8", over, SECRET).status()).isEqualTo(403);
                assertThat(send(desk, "/changed", over, SECRET).status()).isEqualTo(403);
                assertThat(desk.kept()).isEmpty();

                assertThat(send(desk, "/deleted/sub-8", "sub-8:" + PARTS, OLD_SECRET).status())
                        .isEqualTo(200);
                assertThat(desk.kept()).allMatch(Kept::tombstone);
            }
        }

        @Test
        void isAnsweredSoThatItLosesNothing() {
            try (HookDesk desk = new HookDesk("nasty", SECRETS)) {
                desk.started.set(false);
                Told starting = send(desk, "/changed/sub-7", "sub-7:" + PARTS, SECRET);
                desk.started.set(true);
                Told large = desk.hookAt("/changed/sub-7", " ".repeat(1 + PublicServer.BODY_BYTES));
                Told malformed =
                        desk.hookAt(
                                "/changed/sub-7",
                                "[{",
                                "X-Signature",
                                Signing.hex(Signing.hmac("HmacSHA256", SECRET, "sub-7:[{")));
                Told gone = desk.desk.plain("POST", "/v1/tenants/east/hooks/nasty", "{}");

                assertThat(starting.status()).isEqualTo(503);
                assertThat(starting.header("Retry-After")).isEqualTo("1");
                assertThat(large.status()).isEqualTo(503);
                assertThat(large.header("Retry-After")).isEqualTo("1");
                assertThat(malformed.status()).isEqualTo(200);
                assertThat(desk.only().unreadable().orElseThrow()).contains("no JSON");
                assertThat(desk.only().body()).isEqualTo("[{");
                assertThat(gone.status()).isEqualTo(410);
            }
        }
    }

    @Nested
    class Unsigned {

        private static final String DELETED =
                "{\"event\":\"changed\",\"meeting\":{\"id\":\"m-1\",\"title\":\"Hacked\"}}";

        @Test
        void isBelievedNothingButThatARecordMayHaveChanged() {
            try (HookDesk desk = new HookDesk("open", "")) {
                Told told = desk.hook(DELETED);

                assertThat(told.status()).isEqualTo(202);
                assertThat(desk.only().record()).isEqualTo("open.meeting m-1");
                assertThat(desk.only().whole()).isFalse();
                assertThat(desk.only().tombstone()).isFalse();
            }
        }

        @Test
        void putsNothingBeforeAPersonThatAStrangerWrote() {
            try (HookDesk desk = new HookDesk("open", "")) {
                Told told = desk.hook("{\"event\":");

                assertThat(told.status()).isEqualTo(202);
                assertThat(desk.only().unreadable()).isEmpty();
                assertThat(desk.only().body()).isEqualTo("{\"event\":");
            }
        }

        @Test
        void isPutOffWhenItComesInMasses() {
            try (HookDesk desk = new HookDesk("open", "")) {
                String many = "[" + (DELETED + ",").repeat(Strangers.AT_ONCE) + DELETED + "]";
                String all = "[" + (DELETED + ",").repeat(Strangers.AT_ONCE - 1) + DELETED + "]";

                assertThat(desk.hook(many).status()).isEqualTo(503);
                assertThat(desk.hook(all).status()).isEqualTo(202);
                assertThat(desk.hook(all).status()).isEqualTo(503);
                assertThat(desk.refused("busy")).isEqualTo(2);
            }
        }
    }

    @Nested
    class Questions {

        private static Told ask(HookDesk desk, String body, String signed) {
            String stamp = Long.toString(desk.desk.clock.now().getEpochSecond());
            String over = "v0:" + stamp + ":" + signed;
            return desk.hook(
                    body,
                    "X-Time",
                    stamp,
                    "X-Signature",
                    "t=1, v0=00ff, v0=" + Signing.hex(Signing.hmac("HmacSHA256", SECRET, over)));
        }

        @Test
        void inASignedBodyAreAnsweredToTheGenuineSenderAlone() {
            try (HookDesk desk = new HookDesk("asking", SECRET)) {
                String question = "{\"type\":\"url_verification\",\"challenge\":\"3eZbrw1a\"}";

                Told told = ask(desk, question, question);
                Told stranger = ask(desk, question, question + " ");

                assertThat(told.status()).isEqualTo(200);
                assertThat(told.answer().body()).isEqualTo("{\"challenge\":\"3eZbrw1a\"}");
                assertThat(stranger.status()).isEqualTo(401);
                assertThat(stranger.answer().body()).doesNotContain("3eZbrw1a");
                assertThat(desk.kept()).isEmpty();
            }
        }

        @Test
        void byGetAreAnsweredToWhoKnowsTheToken() {
            try (HookDesk desk = new HookDesk("hub", SECRET)) {
                String query = "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";

                Told told = desk.desk.get(desk.path() + query + SECRET);
                Told wrong = desk.desk.get(desk.path() + query + OLD_SECRET);
                Told nothing = desk.desk.get(desk.path());

                assertThat(told.status()).isEqualTo(200);
                assertThat(told.answer().body()).isEqualTo("1158201444");
                assertThat(wrong.status()).isEqualTo(401);
                assertThat(nothing.status()).isEqualTo(401);
            }
        }

        @ParameterizedTest
        @CsvSource({"sha256=, 202", "sha1=, 401", "'', 401"})
        void andEventsOfThatSenderBearAPrefix(String prefix, int status) {
            try (HookDesk desk = new HookDesk("hub", SECRET)) {
                String body = "{\"field\":\"meetings\",\"value\":{\"id\":\"m-1\",\"title\":\"A\"}}";

                Told told =
                        desk.hook(
                                body,
                                "X-Hub-Signature-256",
                                prefix + Signing.hex(Signing.hmac("HmacSHA256", SECRET, body)));

                assertThat(told.status()).isEqualTo(status);
            }
        }
    }

    /// Whatever is wrong, a stranger sees the same, to the last byte.
    @ParameterizedTest
    @ValueSource(strings = {"hubspot", "pipedrive", "zoho", "google", "graph", "shop", "hub"})
    void strangersSeeTheSameWhetherTheCustomerExistsOrNot(String system) {
        try (HookDesk desk = new HookDesk(system, SECRET)) {
            Told north = desk.hook("{}");
            Told nobody = desk.desk.plain("POST", "/v1/tenants/east/hooks/" + system, "{}");

            assertThat(north.status()).isEqualTo(401);
            assertThat(nobody.status()).isEqualTo(401);
            assertThat(nobody.answer().body()).isEqualTo(north.answer().body());
            assertThat(nobody.answer().headers()).isEqualTo(north.answer().headers());
        }
    }
}
