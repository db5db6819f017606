package drawbridge.sandbox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.judge.Rows.Pair;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;

/// Breaches planted into the rows of a finished run: each is found and named.
abstract class PlantedInJournal {

    private final FinishedRun run;
    private RunCopy copy;

    PlantedInJournal(FinishedRun run) {
        this.run = run;
    }

    @BeforeEach
    void copiesTheRun() throws IOException {
        copy = run.copy();
    }

    private void expectBreach(String check, String words, Connection rows) throws Exception {
        assertThat(Judge.judge(copy.folder(), rows).breaches())
                .anySatisfy(breach -> assertThat(breach).startsWith(check + ": ").contains(words));
    }

    @Test
    void isFoundAsAFalse202() throws Exception {
        try (var rows = run.asOwner()) {
            // Of what is told in parts the judge knows how often it was told, and not how it was.
            var gone =
                    run.evidence().rows().pairs().stream()
                            .filter(pair -> pair.source().equals("webhook"))
                            .filter(pair -> pair.resource().equals("acme.appointment"))
                            .filter(pair -> !run.evidence().agreement().isOld(pair.tenant()))
                            .toList()
                            .getLast();
            FinishedRun.execute(rows, "delete from outcome where change = '" + gone.change() + "'");
            FinishedRun.execute(rows, "delete from change where id = '" + gone.change() + "'");

            expectBreach("no false ack", gone.recordId(), rows);
        }
    }

    @Test
    void isFoundAsPending() throws Exception {
        try (var rows = run.asOwner()) {
            var change = run.evidence().rows().pairs().getLast().change();
            FinishedRun.execute(rows, "delete from outcome where change = '" + change + "'");

            expectBreach("one end", change.toString(), rows);
        }
    }

    @Test
    void isFoundAsAppliedThoughNothingWasWritten() throws Exception {
        try (var rows = run.asOwner()) {
            var echo =
                    ended("unchanged", pair -> writesFrom(pair).isEmpty() && isSettledAlone(pair));
            call(rows, echo, "applied");

            expectBreach("end as written", echo.change() + "", rows);
        }
    }

    @Test
    void isFoundAsUnchangedThoughItWasWritten() throws Exception {
        try (var rows = run.asOwner()) {
            var written = ended("applied", this::isToldWithItsWrite);
            call(rows, written, "unchanged");

            expectBreach("end as written", written.change() + "", rows);
        }
    }

    @Test
    void isFoundAsEndedBeforeItCame() throws Exception {
        try (var rows = run.asOwner()) {
            var early = ended("applied", _ -> true);
            FinishedRun.execute(
                    rows,
                    "update outcome set settled_at = settled_at - interval '1 hour' where change = '"
                            + early.change()
                            + "'");

            expectBreach("end as written", early.change() + "", rows);
        }
    }

    private Pair ended(String kind, Predicate<Pair> wanted) {
        return run.evidence().rows().pairs().stream()
                .filter(pair -> pair.resource().equals("acme.appointment"))
                .filter(pair -> pair.outcome().filter(end -> end.kind().equals(kind)).isPresent())
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    /// What was written for its lane from its coming on.
    private List<Entry> writesFrom(Pair pair) {
        return run.evidence().calls().writes(pair.lane().orElseThrow()).stream()
                .filter(write -> !write.at().isBefore(pair.acceptedAt()))
                .toList();
    }

    /// Its end and its write's were told in one commit, and no other's.
    private boolean isToldWithItsWrite(Pair pair) {
        var end = pair.outcome().map(Rows.Outcome::settledAt);
        return writesFrom(pair).stream()
                        .flatMap(write -> write.attempt().stream())
                        .flatMap(id -> run.evidence().attempt(id).stream())
                        .anyMatch(attempt -> attempt.endedAt().equals(end))
                && isSettledAlone(pair);
    }

    private boolean isSettledAlone(Pair pair) {
        var end = pair.outcome().map(Rows.Outcome::settledAt);
        return run.evidence().rows().pairs().stream()
                        .filter(other -> other.lane().equals(pair.lane()))
                        .filter(other -> other.outcome().map(Rows.Outcome::settledAt).equals(end))
                        .count()
                == 1;
    }

    private static void call(Connection rows, Pair pair, String kind) throws SQLException {
        FinishedRun.execute(
                rows,
                "update outcome set kind = '%s' where change = '%s' and flow = '%s'"
                        .formatted(kind, pair.change(), pair.flow()));
    }

    @Test
    void isFoundAsACallWithoutAttempt() throws Exception {
        try (var rows = run.asOwner()) {
            var made = writtenByGateway(Side.APP).path("attempt").asText();
            FinishedRun.execute(rows, "delete from attempt where id = '" + made + "'");

            expectBreach("attempts", made, rows);
        }
    }

    @Test
    void isFoundAsParkedWithoutCause() throws Exception {
        var couple = run.victim(run::titledLastAtAcme);
        try (var rows = run.asOwner()) {
            park(rows, couple, "conflict", "title");

            expectBreach("parked", "Parked without cause: conflict, the title", rows);
        }
    }

    @Test
    void isFoundAsADeadLetterThatNobodyRefused() throws Exception {
        var couple = run.victim(_ -> true);
        try (var rows = run.asOwner()) {
            park(rows, couple, "dead", "status");

            expectBreach("parked", "Parked without cause: dead", rows);
        }
    }

    @Test
    void isFoundAsAnEpochThatWentBack() throws Exception {
        try (var rows = run.asOwner()) {
            FinishedRun.execute(
                    rows,
                    """
                    update attempt set epoch = 0 where id = (
                        select a.id from attempt a where exists (
                            select from attempt b
                            where b.lane = a.lane and b.started_at < a.started_at)
                        limit 1)
                    """);

            expectBreach("order", "was begun under lease 0 after lease", rows);
        }
    }

    @Test
    void isFoundAsACallBeforeItsAttempt() throws Exception {
        try (var rows = run.asOwner()) {
            var written = writtenByGateway(Side.APP).path("attempt").asText();
            FinishedRun.execute(
                    rows,
                    "update attempt set started_at = started_at + interval '1 hour' where id = '"
                            + written
                            + "'");

            expectBreach("attempts", "came before its attempt", rows);
        }
    }

    @Test
    void isFoundAsASecretInTheJournal() throws Exception {
        var secret = Leaks.secrets(run.folder()).get("south's key at Acme");
        try (var rows = run.asOwner()) {
            FinishedRun.execute(rows, "update parked set sentence = 'X-Api-Key: " + secret + "'");

            expectBreach("secrets", "stands in the journal, in parked.sentence", rows);
        }
    }

    @Test
    void isFoundAsADeleteWithoutTombstone() throws Exception {
        try (var rows = run.asOwner()) {
            var link = run.deleted().link();
            FinishedRun.execute(rows, "update link set life = 'linked' where id = '" + link + "'");

            expectBreach("deletes", "the link " + link + " is no tombstone", rows);
        }
    }

    @Test
    void isFoundAsADecisionThatTheAuditTrailLacks() throws Exception {
        try (var rows = run.asOwner()) {
            FinishedRun.execute(
                    rows,
                    "delete from operator_action where parked = '" + run.decided().parked() + "'");

            expectBreach("operator", "no line of the audit trail says so", rows);
        }
    }

    @Test
    void isFoundAsSupersededByNothing() throws Exception {
        try (var rows = run.asOwner()) {
            FinishedRun.execute(
                    rows, "update outcome set newer = gen_random_uuid() where kind = 'superseded'");

            expectBreach("superseded", "was superseded by nothing", rows);
        }
    }

    private static void park(Connection rows, Couple couple, String kind, String group)
            throws SQLException {
        FinishedRun.execute(
                rows,
                """
                insert into parked (tenant, id, flow, lane, side, kind, reason, sentence, changes,
                    grp, acme_id, app_id, payload, request, response, mapping_version)
                select tenant, gen_random_uuid(), flow, id, 'acme', '%s', 'planted', 'Planted.',
                    '{}', '%s', acme_id, app_id, '', '', '', ''
                from link where id = '%s'
                """
                        .formatted(kind, group, couple.link()));
    }

    private ObjectNode writtenByGateway(Side side) {
        return copy.lines(side).stream()
                .filter(line -> line.path("actor").asText().equals("gateway"))
                .filter(line -> line.path("attempt").isTextual())
                .filter(line -> line.at("/effect/op").asText().equals("update"))
                .findFirst()
                .orElseThrow();
    }
}
