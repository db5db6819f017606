package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/// Somebody who sits at the gateway's ops API while the story is told. By dice a part of the
/// conflicts is settled for one side or the other, and whether a delete stands always; a record
/// that was refused is mended where it stands, and its dead letter replayed; where Acme cannot tell
/// what became of a create, Acme is looked at; a mass delete is approved once no more join it. The
/// rest is left for other people, and everything is while somebody else has the turn.
final class Operator implements AutoCloseable {

    private static final String DELETED = "deleted-against-edited";
    private static final String IN_DOUBT = "create-in-doubt";

    private static final Duration BETWEEN = Duration.ofMillis(800);
    private static final String APPROVE = "approve";
    private static final int MANY = 1_000;
    private static final int LOOKS = 3;
    private static final int PERCENT_CONFLICTS = 60;
    private static final int PERCENT_DEAD_LETTERS = 60;

    private final Stage stage;
    private final OpsClient ops;
    private final OperatorLedger ledger;
    private final Mending mending;
    private final Random dice;
    private final Bell goHome = new Bell();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Integer> looks = new HashMap<>();
    private final Set<String> others = ConcurrentHashMap.newKeySet();
    private final Thread work = Thread.ofPlatform().daemon().name("operator").unstarted(this::work);
    private volatile boolean stoodBack;
    private int settled;
    private int replayed;

    Operator(Stage stage, OpsClient ops, OperatorLedger ledger, Mending mending, Random dice) {
        this.stage = stage;
        this.ops = ops;
        this.ledger = ledger;
        this.mending = mending;
        this.dice = dice;
    }

    void begin() {
        work.start();
    }

    private void work() {
        while (!goHome.hasRung()) {
            try {
                if (!stoodBack) {
                    look(1);
                }
            } catch (IOException _) {
                // The gateway is dead for now; what was asked stands in the ledger without answer.
            }
            goHome.await(BETWEEN);
        }
    }

    /// @param most how many items are attended to
    private void look(int most) throws IOException {
        int attended = 0;
        for (var item : ops.parked()) {
            if (attended == most) {
                return;
            }
            if (offers(item, APPROVE)) {
                attended += most == MANY || hasSettled(item) ? approve(item) : 0;
                continue;
            }
            boolean mine = !others.contains(record(item)) && seen.add(item.path("id").asText());
            attended += mine && attend(item) ? 1 : 0;
        }
    }

    /// More deletes may still join those that are asked about: each gives the item a new version.
    private boolean hasSettled(JsonNode item) {
        var seenSo = item.path("id").asText() + " " + item.path("version").asText();
        return looks.merge(seenSo, 1, Integer::sum) > LOOKS;
    }

    private int approve(JsonNode item) throws IOException {
        if (act(item, APPROVE)) {
            stage.tell(
                    "an operator approved a mass delete (%s): %s"
                            .formatted(
                                    item.path("tenant").asText(), item.path("sentence").asText()));
        }
        return 1;
    }

    /// A record of Acme that somebody else sees to.
    void leave(String appointment) {
        others.add(appointment);
    }

    /// Whether something was done. The first of each kind is never left.
    private boolean attend(JsonNode item) throws IOException {
        if (isInDoubt(item)) {
            return makeAgain(item);
        }
        int lot = dice.nextInt(100);
        boolean acme = dice.nextBoolean();
        if (item.path("kind").asText().equals("dead")) {
            boolean willing = replayed == 0 || lot < PERCENT_DEAD_LETTERS;
            return willing && offers(item, "replay") && replay(item);
        }
        var verb = acme ? "keep-acme" : "keep-app";
        boolean willing =
                settled == 0
                        || lot < PERCENT_CONFLICTS
                        || item.path("reason").asText().equals(DELETED);
        return willing && offers(item, verb) && keep(item, verb);
    }

    private static boolean isInDoubt(JsonNode item) {
        return item.path("reason").asText().equals(IN_DOUBT);
    }

    /// Where Acme does not show what a create was to make, it is made again; where it does, the
    /// gateway finds it.
    private boolean makeAgain(JsonNode item) throws IOException {
        if (!mending.isMissingInAcme(item)) {
            seen.remove(item.path("id").asText());
            return false;
        }
        if (act(item, "replay")) {
            stage.tell(
                    "an operator looked for %s in Acme, where it is not, and had it made (%s)"
                            .formatted(record(item), item.path("tenant").asText()));
        }
        return true;
    }

    private static boolean offers(JsonNode item, String verb) {
        return StreamSupport.stream(item.path("actions").spliterator(), false)
                .anyMatch(action -> action.asText().equals(verb));
    }

    private boolean keep(JsonNode item, String verb) throws IOException {
        var whose = verb.equals("keep-acme") ? "Acme's" : "the app's";
        if (act(item, verb)) {
            settled++;
            stage.tell(
                    "an operator kept %s %s of %s (%s); %s settled"
                            .formatted(
                                    whose,
                                    item.path("group").asText("version"),
                                    record(item),
                                    item.path("tenant").asText(),
                                    conflicts(settled)));
        }
        return true;
    }

    static String conflicts(int count) {
        return count == 1 ? "1 conflict" : count + " conflicts";
    }

    private boolean replay(JsonNode item) throws IOException {
        if (!mending.mend(item)) {
            return false;
        }
        if (act(item, "replay")) {
            replayed++;
            stage.tell(
                    "an operator mended %s (%s) and replayed its dead letter; %d replayed"
                            .formatted(record(item), item.path("tenant").asText(), replayed));
        }
        return true;
    }

    private boolean act(JsonNode item, String verb) throws IOException {
        var key = ledger.ask(item, verb);
        var answer = ops.act(item, key, verb);
        ledger.answered(key, answer);
        return answer.status() / 100 == 2
                && !answer.body().path("state").asText().equals("refused");
    }

    private static String record(JsonNode item) {
        return item.at("/acme/id").asText(item.at("/app/id").asText());
    }

    /// Leaves what comes to whoever looks on.
    void standBack() {
        stoodBack = true;
    }

    /// Ends the work, after a last look at what came in meanwhile.
    void finish() throws IOException {
        close();
        look(MANY);
    }

    /// Answers what still holds other records up: while nobody says what became of a create, all
    /// that is new in its system waits, and while nobody says that many deletes are meant, they do.
    void release() throws IOException {
        for (var item : ops.parked()) {
            if (offers(item, APPROVE)) {
                var _ = approve(item);
            } else if (isInDoubt(item) && !others.contains(record(item))) {
                var _ = makeAgain(item);
            }
        }
    }

    /// What is being asked is waited for.
    @Override
    public void close() {
        goHome.ring();
        try {
            work.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
