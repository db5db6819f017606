package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;

/// What must not be left to chance: a conflict that stays, one that a person settles, a bad record,
/// and a delete on each side. Each waits until the gateway has carried the one before it.
final class Encore {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final String FLOW = "appointments";

    private final Stage stage;
    private final Bell wait = new Bell();
    private final SandboxControl acme;
    private final SandboxControl app;
    private final OpsClient ops;
    private final OperatorLedger ledger;
    private final Consumer<String> mine;
    private final String account;
    private final Meetings meetings;

    /// @param mine hears of each appointment that nobody else should see to
    Encore(
            Stage stage,
            SandboxControl acme,
            SandboxControl app,
            OpsClient ops,
            OperatorLedger ledger,
            Consumer<String> mine,
            String account,
            InstantSource clock) {
        this.stage = stage;
        this.acme = acme;
        this.app = app;
        this.ops = ops;
        this.ledger = ledger;
        this.mine = mine;
        this.account = account;
        var tomorrow = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
        this.meetings = new Meetings(acme, app, account, tomorrow);
    }

    /// Something that may not be there yet.
    private interface Look {
        Optional<JsonNode> now() throws IOException;
    }

    void play() throws IOException {
        try {
            perform();
        } catch (InVain given) {
            stage.tell("waited in vain for " + given.what + "; the script is not played on");
        } finally {
            ops.resume(account, FLOW);
        }
    }

    /// What was waited for did not come.
    private static final class InVain extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String what;

        InVain(String what) {
            super(what, null, false, false);
            this.what = what;
        }
    }

    private void perform() throws IOException {
        var open = meeting("Closing talk A");
        var settled = meeting("Closing talk B");
        badRecord();
        disagree(open, "Closing talk A");
        disagree(settled, "Closing talk B");
        settle(settled);
        delete();
    }

    private record Both(String appointment, String event) {}

    /// Made in Acme, and carried to the app.
    private Both meeting(String title) throws IOException {
        var made = create(title);
        var id = made.path("id").asText();
        var event = until("'" + title + "' in the app", () -> meetings.inApp(title));
        return new Both(id, event.path("id").asText());
    }

    private JsonNode create(String title) throws IOException {
        var made = meetings.create(title, 16);
        mine.accept(made.path("id").asText());
        return made;
    }

    /// Both sides give it another title while its flow stands still.
    private void disagree(Both meeting, String title) throws IOException {
        ops.pause(account, FLOW);
        var inAcme = none().put("subject", title + ", says Acme");
        var _ = acme.as(account, "PATCH", "/api/v2/appointments/" + meeting.appointment(), inAcme);
        var inApp = none().put("title", title + ", says the app");
        var _ = app.as(account, "PATCH", "/v1/events/" + meeting.event(), inApp);
        ops.resume(account, FLOW);
        var _ = until("a conflict about '" + title + "'", () -> conflict(meeting));
        stage.tell(
                "both sides renamed '" + title + "' during a pause: a conflict waits for a person");
    }

    private Optional<JsonNode> conflict(Both meeting) throws IOException {
        for (var item : ops.parked()) {
            if (item.path("acme").path("id").asText().equals(meeting.appointment())) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    private void settle(Both meeting) throws IOException {
        var item = conflict(meeting);
        if (item.isPresent()) {
            var key = ledger.ask(item.get(), "keep-acme");
            ledger.answered(key, ops.act(item.get(), key, "keep-acme"));
            var _ =
                    until(
                            "the decision in the app",
                            () -> meetings.inApp("Closing talk B, says Acme"));
            stage.tell("an operator kept Acme's title, and it crossed");
        }
    }

    /// Fine in Acme, too long for the app.
    private void badRecord() throws IOException {
        var made =
                create(
                        "Closing talk with a title that is fine in the CRM, but longer than the app can hold it");
        var id = made.path("id").asText();
        var _ = until("a dead letter", () -> conflict(new Both(id, "")));
        stage.tell("a title was too long for the app: a dead letter, and nobody else waits");
    }

    private void delete() throws IOException {
        var title = "Closing talk C";
        var meeting = meeting(title);
        var _ = app.as(account, "DELETE", "/v1/events/" + meeting.event(), none());
        var path = "/api/v2/appointments/" + meeting.appointment();
        var _ =
                until(
                        "the cancellation in Acme",
                        () ->
                                Optional.of(acme.as(account, "GET", path, none()))
                                        .filter(
                                                record ->
                                                        record.path("status")
                                                                .asText()
                                                                .equals("Not Held")));
        stage.tell("'" + title + "' was deleted in the app, and is cancelled in Acme");
    }

    private JsonNode until(String what, Look look) throws IOException {
        for (var waited = Duration.ZERO;
                waited.compareTo(PATIENCE) < 0;
                waited = waited.plus(LOOK)) {
            var found = look.now();
            if (found.isPresent()) {
                return found.get();
            }
            wait.await(LOOK);
        }
        throw new InVain(what);
    }

    private static ObjectNode none() {
        return Http.JSON.createObjectNode();
    }
}
