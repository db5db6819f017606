package drawbridge.intake;

import static drawbridge.intake.PushDesk.event;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Hash;
import drawbridge.intake.PushDesk.Told;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a sender is told about a change of its own, and of nobody else's.
class PushStatusIT {

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

    @Test
    void isThatItIsNextInLine() {
        Told pushed = app.put("17", event("17", "1"));

        Told told = app.north("GET", "/changes/" + pushed.text("/change"), "");

        assertThat(told.status()).isEqualTo(200);
        assertThat(told.text("/change")).isEqualTo(pushed.text("/change"));
        assertThat(told.text("/resource")).isEqualTo("event");
        assertThat(told.text("/id")).isEqualTo("17");
        assertThat(told.text("/source")).isEqualTo("push");
        assertThat(told.text("/acceptedAt")).endsWith("Z");
        assertThat(told.body().at("/pending").asBoolean()).isTrue();
        assertThat(told.text("/flows/0/flow")).isEqualTo("appointments");
        assertThat(told.text("/flows/0/outcome")).isEqualTo("pending");
        assertThat(told.text("/flows/0/reason")).isEqualTo("dirty");
        assertThat(told.text("/flows/0/sentence")).isEqualTo("It is next in line.");
        assertThat(told.text("/flows/0/since")).endsWith("Z");
    }

    @Test
    void isForWhatItWaits() {
        Told pushed = app.put("17", event("17", "1"));
        app.ask(
                "update lane set to_acme_waits_on = $1, to_acme_due = now() + interval '1 hour'",
                UUID.randomUUID());
        app.ask("update lane_record set to_acme_why = 'its member 3 has no partner at Acme yet'");

        Told told = status(pushed);

        assertThat(told.text("/flows/0/reason")).isEqualTo("waiting");
        assertThat(told.text("/flows/0/sentence"))
                .isEqualTo("its member 3 has no partner at Acme yet");
        assertThat(told.text("/flows/0/due")).endsWith("Z");
    }

    @Test
    void isTheOutcomeWithItsSentenceAndTheOtherId() {
        Told pushed = app.put("17", event("17", "1"));
        settle(pushed, 1, "conflict", "both-changed", "Both sides changed the title.");
        settle(pushed, 2, "applied", "written", "The appointment was changed: title.");
        app.ask(
                "insert into link (tenant, flow, id, life, acme_id, app_id, mapping_version)"
                        + " select tenant, flow, lane, 'linked', 'apt_1', '17', 'm' from change");

        Told told = status(pushed);

        assertThat(told.body().at("/pending").asBoolean()).isFalse();
        assertThat(told.text("/flows/0/outcome")).isEqualTo("applied");
        assertThat(told.text("/flows/0/sentence")).isEqualTo("The appointment was changed: title.");
        assertThat(told.text("/flows/0/at")).endsWith("Z");
        assertThat(told.text("/flows/0/otherId")).isEqualTo("apt_1");
    }

    @Test
    void namesTheFieldThatWaitsForAPerson() {
        Told pushed = app.put("17", event("17", "1"));
        settle(pushed, 1, "dead", "refused", "Acme refuses the subject: it is too long.");
        app.ask(
                "insert into parked (tenant, id, flow, lane, side, kind, reason, sentence, changes,"
                        + " field, payload, request, response, mapping_version) select tenant, id,"
                        + " flow, lane, side, 'dead', 'refused', '', array[id], 'subject', '', '',"
                        + " '', 'm' from change");

        Told told = status(pushed);

        assertThat(told.text("/flows/0/outcome")).isEqualTo("dead");
        assertThat(told.text("/flows/0/parked/field")).isEqualTo("subject");
        assertThat(told.text("/flows/0/parked/item")).hasSize(36);
    }

    @Test
    void isTheSameForAChangeThatNeverWasAndForSomebodyElses() {
        Told souths = app.as("south", Customers.SOUTH_TOKEN, "PUT", "/event/17", event("17", "1"));
        List<Told> answers =
                List.of(
                        app.north("GET", "/changes/" + UUID.randomUUID(), ""),
                        app.north("GET", "/changes/17", ""),
                        app.north("GET", "/changes/" + souths.text("/change"), ""),
                        app.north("GET", "/changes/" + acmesOwn(), ""));

        assertThat(answers).extracting(Told::status).containsOnly(404);
        assertThat(answers)
                .extracting(told -> told.answer().body())
                .containsOnly(answers.getFirst().answer().body());
        assertThat(
                        app.as(
                                        "south",
                                        Customers.SOUTH_TOKEN,
                                        "GET",
                                        "/changes/" + souths.text("/change"),
                                        "")
                                .status())
                .isEqualTo(200);
    }

    @Test
    void isForThoseWithATokenAlone() {
        Told pushed = app.put("17", event("17", "1"));

        Told stranger = app.as("north", "another", "GET", "/changes/" + pushed.text("/change"), "");

        assertThat(stranger.status()).isEqualTo(401);
    }

    private static Told status(Told pushed) {
        Told told =
                app.get(
                        pushed.header("Location"),
                        "Authorization",
                        "Bearer " + Customers.NORTH_TOKEN);
        assertThat(told.status()).isEqualTo(200);
        return told;
    }

    private static void settle(Told pushed, int n, String kind, String reason, String sentence) {
        app.ask(
                "insert into outcome (tenant, change, flow, n, kind, reason, sentence, side, lane,"
                        + " epoch) select tenant, id, flow, $2, $3, $4, $5, side, lane, 0 from"
                        + " change where id = $1",
                UUID.fromString(pushed.text("/change")),
                n,
                kind,
                reason,
                sentence);
    }

    /// A change of the same tenant that came from Acme.
    private static UUID acmesOwn() {
        UUID id = UUID.randomUUID();
        app.append(
                new Delivery(
                        Customers.NORTH,
                        Trigger.WEBHOOK,
                        Optional.empty(),
                        List.of(
                                new Incoming(
                                        id,
                                        Optional.of(
                                                new RecordRef(
                                                        new ResourceName("acme", "appointment"),
                                                        "apt_1")),
                                        Optional.empty(),
                                        false,
                                        Hash.of(id.toString()),
                                        Bytes.of("{}"),
                                        true,
                                        List.of(
                                                new Wanted(
                                                        new FlowName("appointments"), Side.ACME)),
                                        Optional.empty(),
                                        Optional.empty(),
                                        "m"))));
        return id;
    }
}
