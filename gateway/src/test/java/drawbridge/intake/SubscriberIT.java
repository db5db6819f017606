package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.journal.PgSubscriptions;
import drawbridge.journal.Subscriptions;
import drawbridge.mapping.Value;
import drawbridge.mapping.WebhookSpec.Ask;
import drawbridge.system.Asking;
import drawbridge.system.Outcomes;
import drawbridge.tenant.Secrets;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Subscriptions at a system that ends them by itself, as Graph does, over a real PostgreSQL.
class SubscriberIT {

    private static final String SECRET = "Xk3vQ9pLw2tRz7yU";
    private static final String ADDRESS =
            "https://hooks.example.com/v1/tenants/north/hooks/calendar/events?kind=all";
    private static final Subscriptions.Key KEY =
            new Subscriptions.Key(Customers.NORTH, "calendar", "events");

    /// A system that keeps subscriptions.
    private static final class Calendar implements Asking {

        private final Map<String, Value.Obj> kept = new LinkedHashMap<>();
        private final List<String> calls = new ArrayList<>();
        private boolean down;
        private boolean deaf;

        @Override
        public Future<Told> ask(
                TenantId tenant,
                String system,
                Ask ask,
                Map<String, String> places,
                Optional<Value.Obj> body) {
            String id = places.getOrDefault("{id}", "");
            String call = ask.method() + " " + ask.path();
            calls.add(call);
            if (down) {
                return Future.failedFuture(unanswered());
            }
            Future<Told> told =
                    switch (call) {
                        case "GET /subscriptions" ->
                                Future.succeededFuture(
                                        new Told(
                                                200,
                                                new Value.Obj(
                                                        Map.of(
                                                                "value",
                                                                new Value.Arr(
                                                                        List.copyOf(
                                                                                kept.values()))))));
                        case "POST /subscriptions" ->
                                Future.succeededFuture(made(body.orElseThrow()));
                        case "PATCH /subscriptions/{id}", "GET /subscriptions/{id}" ->
                                Future.succeededFuture(
                                        kept.containsKey(id)
                                                ? new Told(200, at(id, body))
                                                : new Told(404, Value.NULL));
                        default -> throw new AssertionError(call);
                    };
            return deaf && ask.method().equals("POST") ? Future.failedFuture(unanswered()) : told;
        }

        private Value.Obj at(String id, Optional<Value.Obj> body) {
            Map<String, Value> members = new LinkedHashMap<>(one(id).members());
            body.ifPresent(more -> members.putAll(more.members()));
            kept.put(id, new Value.Obj(members));
            return one(id);
        }

        @CanIgnoreReturnValue
        private Told made(Value.Obj body) {
            String id = "s" + (kept.size() + 1);
            Map<String, Value> members = new LinkedHashMap<>(body.members());
            members.put("id", Value.of(id));
            members.put("state", Value.of("active"));
            kept.put(id, new Value.Obj(members));
            return new Told(201, one(id));
        }

        private static CrossingFailure unanswered() {
            return new CrossingFailure.Transient(Facts.of("down"), Optional.empty(), false);
        }

        private Value.Obj one(String id) {
            return Objects.requireNonNull(kept.get(id));
        }

        @CanIgnoreReturnValue
        private List<String> called() {
            List<String> all = List.copyOf(calls);
            calls.clear();
            return all;
        }

        private String text(String id, String member) {
            return one(id).members().get(member) instanceof Value.Text(String text) ? text : "";
        }
    }

    private final Calendar calendar = new Calendar();
    private HookDesk desk;
    private Subscriptions known;
    private Subscriber subscriber;
    private boolean mine = true;

    @BeforeEach
    void open() {
        desk = new HookDesk("calendar", SECRET);
        known = new PgSubscriptions(desk.desk.scope);
        subscriber = subscriber();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private Subscriber subscriber() {
        return Subscriber.create(
                desk.desk.vertx,
                new Subscriber.Ports(
                        () -> desk.mappings,
                        (_, _, purpose) ->
                                purpose == Secrets.Purpose.WEBHOOK
                                        ? Optional.of(SECRET + " f2GkN8sJq4wEb6mT")
                                        : Optional.empty(),
                        calendar,
                        known,
                        desk.desk.hints,
                        (_, _) ->
                                Future.succeededFuture(
                                        mine ? OptionalLong.of(1) : OptionalLong.empty()),
                        desk.desk.clock,
                        Customers.dice(),
                        desk.desk.meters));
    }

    private void look() {
        Outcomes.of(subscriber.look());
    }

    private void pass(Duration time) {
        desk.desk.clock.set(desk.desk.clock.now().plus(time));
        look();
    }

    private double counted(String result) {
        var counter =
                desk.desk.meters.find("drawbridge.subscriptions").tag("result", result).counter();
        return counter == null ? 0 : counter.count();
    }

    private Subscriptions.Known row() {
        return Outcomes.of(known.read(KEY)).orElseThrow();
    }

    private boolean isListToBeRead() {
        var open = Outcomes.of(desk.desk.hints.open(Set.of(Customers.NORTH)));
        open.forEach(hint -> Outcomes.of(desk.desk.hints.done(hint)));
        return !open.isEmpty();
    }

    @Test
    void oneIsMadeWithTheTenantsOwnAddressAndSecretAndTheListIsRead() {
        look();

        assertThat(calendar.called()).containsExactly("GET /subscriptions", "POST /subscriptions");
        assertThat(calendar.text("s1", "notificationUrl")).isEqualTo(ADDRESS);
        assertThat(calendar.text("s1", "clientState")).isEqualTo(SECRET);
        assertThat(calendar.text("s1", "expirationDateTime")).isEqualTo("2026-03-03T12:00:00Z");
        assertThat(row().active()).isTrue();
        assertThat(row().id()).isEqualTo("s1");
        assertThat(row().endsAt()).contains(Instant.parse("2026-03-03T12:00:00Z"));
        assertThat(isListToBeRead()).isTrue();
        assertThat(counted("made")).isEqualTo(1);
    }

    @Test
    void itIsRenewedAheadOfItsEndAndNotBefore() {
        look();
        calendar.called();
        pass(Duration.ofMinutes(59));
        assertThat(calendar.called()).isEmpty();

        pass(Duration.ofHours(42));
        assertThat(calendar.called()).containsExactly("GET /subscriptions/{id}");
        pass(Duration.ofHours(4));

        assertThat(calendar.called()).containsExactly("PATCH /subscriptions/{id}");
        assertThat(row().endsAt()).contains(desk.desk.clock.now().plus(Duration.ofDays(2)));
        assertThat(counted("renewed")).isEqualTo(1);
        assertThat(calendar.kept).hasSize(1);
    }

    /// S04: the sender switched us off and told nobody.
    @Test
    void s04_oneThatTheSenderEndedIsMadeAnewWithinTheHourAndTheListsAreRead() {
        look();
        assertThat(isListToBeRead()).isTrue();
        calendar.kept.clear();

        pass(Duration.ofMinutes(61));

        assertThat(calendar.kept).hasSize(1);
        assertThat(row().active()).isTrue();
        assertThat(isListToBeRead()).isTrue();
        assertThat(counted("ended")).isEqualTo(1);
        assertThat(counted("made")).isEqualTo(2);
    }

    @Test
    void s04_oneThatSaysOfItselfThatItIsInactiveCountsAsEnded() {
        look();
        Map<String, Value> inactive = new LinkedHashMap<>(calendar.one("s1").members());
        inactive.put("state", Value.of("inactive"));
        calendar.kept.put("s1", new Value.Obj(inactive));

        pass(Duration.ofMinutes(61));

        assertThat(counted("ended")).isEqualTo(1);
        assertThat(row().id()).isEqualTo("s2");
    }

    /// S01: activated again, and after an answer that was lost, there is one subscription.
    @Test
    void s01_anAnswerThatWasLostMakesNoSecondSubscription() {
        calendar.deaf = true;
        look();
        assertThat(calendar.kept).hasSize(1);
        assertThat(row().active()).isFalse();
        calendar.deaf = false;

        pass(Duration.ofMinutes(2));

        assertThat(calendar.kept).hasSize(1);
        assertThat(row().active()).isTrue();
        assertThat(row().id()).isEqualTo("s1");
    }

    @Test
    void s01_straysThatSendToOurAddressAreToldAndNotTakenAway() {
        for (int n = 0; n < 3; n++) {
            calendar.made(new Value.Obj(Map.of("notificationUrl", Value.of(ADDRESS))));
        }

        look();

        assertThat(calendar.kept).hasSize(3);
        assertThat(counted("stray")).isEqualTo(2);
        assertThat(row().id()).isEqualTo("s1");
    }

    @Test
    void whatAnotherReplicaHoldsIsLeftToIt() {
        mine = false;

        look();

        assertThat(calendar.called()).isEmpty();
        assertThat(Outcomes.of(known.read(KEY))).isEmpty();
    }

    @Test
    void aSystemThatIsDownIsAskedLessAndLessOften() {
        calendar.down = true;
        int asked = 0;
        for (int minute = 0; minute < 60; minute++) {
            pass(Duration.ofMinutes(1));
            asked += calendar.called().size();
        }

        assertThat(asked).isBetween(4, 8);
        assertThat(row().active()).isFalse();

        calendar.down = false;
        pass(Duration.ofMinutes(20));
        assertThat(row().active()).isTrue();
    }

    @Test
    void aRestartGoesOnWhereItStood() {
        look();
        calendar.called();

        subscriber = subscriber();
        look();

        assertThat(calendar.called()).isEmpty();
    }
}
