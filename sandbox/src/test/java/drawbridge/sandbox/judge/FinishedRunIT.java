package drawbridge.sandbox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.parts.Launcher;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A short run of the whole demo, judged as it was, and judged again after somebody has falsified
/// it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FinishedRunIT {

    private static final long PATIENCE_SECONDS = 300;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path temp;

    private Path run;
    private JsonNode report;
    private RunDatabase database;
    private Evidence evidence;

    @BeforeAll
    void runsTheDemo() throws Exception {
        run = temp.resolve("run");
        var file = temp.resolve("report.json");
        var code =
                drawbridge(
                        "demo",
                        "--for",
                        "10s",
                        "--seed",
                        "7",
                        "--data",
                        run.toString(),
                        "--report",
                        file.toString());
        assertThat(code.status()).as(code.said()).isZero();
        report = Json.read(Files.readString(file));
        database = RunDatabase.open(run, new Launcher(System.getenv()));
        evidence = RunFiles.of(run).evidence(database.connection());
    }

    @AfterAll
    void closesTheDatabase() throws SQLException {
        if (database != null) {
            database.close();
        }
    }

    private record Ended(int status, String said) {}

    private Ended drawbridge(String... arguments) throws IOException, InterruptedException {
        var line = new ArrayList<String>();
        line.add(new Launcher(System.getenv()).home().resolve("drawbridge").toString());
        line.addAll(List.of(arguments));
        var log = Files.createTempFile(temp, "said", ".txt");
        var process =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroy();
            return new Ended(-1, "It did not end. " + Files.readString(log));
        }
        return new Ended(process.exitValue(), Files.readString(log));
    }

    @Nested
    class TheRun {

        @Test
        void isClean() {
            assertThat(report.path("verdict").asText()).isEqualTo("clean");
            assertThat(report.path("breaches")).isEmpty();
            assertThat(report.path("compared").asLong()).isGreaterThan(1_000);
        }

        @Test
        void appliedChangesInBothDirections() {
            assertThat(report.at("/directions/TO_APP/applied").asLong()).isPositive();
            assertThat(report.at("/directions/TO_ACME/applied").asLong()).isPositive();
        }

        @Test
        void showsConflictsAndDeadLettersAndLeavesNothingPending() {
            assertThat(report.path("conflict").asLong()).isPositive();
            assertThat(report.path("dead").asLong()).isPositive();
            assertThat(report.path("pending").asLong()).isZero();
        }

        @Test
        void addsUp() {
            long sum = 0;
            for (var name :
                    List.of("applied", "unchanged", "superseded", "conflict", "dead", "pending")) {
                sum += report.path(name).asLong();
            }

            assertThat(sum).isEqualTo(report.path("acknowledged").asLong()).isPositive();
        }

        @Test
        void killedTheGatewayOnce() throws IOException {
            var told = Json.read(Files.readString(run.resolve("run.json")));

            assertThat(told.path("kill").path("pid").asLong()).isPositive();
            assertThat(run.resolve("gateway-2.log")).exists();
        }

        @Test
        void leavesNoProcessBehind() throws IOException {
            var parts = Json.read(Files.readString(run.resolve("run.json"))).path("parts");

            assertThat(parts.properties())
                    .allSatisfy(
                            part -> {
                                long pid = part.getValue().path("pid").asLong();
                                assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive))
                                        .as(part.getKey())
                                        .isEmpty();
                            });
        }

        @Test
        void isCleanWhenItIsJudgedAgain() throws Exception {
            var ended = drawbridge("verdict", run.toString());

            assertThat(ended.status()).as(ended.said()).isZero();
        }

        @Test
        void cannotBeJudgedWhereThereIsNone() throws Exception {
            var ended = drawbridge("verdict", temp.resolve("nowhere").toString());

            assertThat(ended.status()).isEqualTo(2);
            assertThat(ended.said()).contains("does not exist").doesNotContain("Exception");
        }
    }

    @Nested
    class APlantedBreach {

        private RunCopy copy;

        @BeforeEach
        void copiesTheRun() throws IOException {
            copy = RunCopy.of(run, Files.createTempDirectory(temp, "copy").resolve("run"));
        }

        private void expectBreach(String check, String words) throws Exception {
            expectBreach(check, words, database.connection());
        }

        private void expectBreach(String check, String words, Connection rows) throws Exception {
            assertThat(Judge.judge(copy.folder(), rows).breaches())
                    .anySatisfy(
                            breach -> assertThat(breach).startsWith(check + ": ").contains(words));
        }

        /// Two living records that agree, of which nothing is parked.
        private Couple victim(Predicate<Couple> wanted) {
            return evidence.couples().stream()
                    .filter(couple -> !couple.broken())
                    .filter(couple -> evidence.parking().any(couple.acme().key()).isEmpty())
                    .filter(wanted)
                    .findFirst()
                    .orElseThrow();
        }

        private ObjectNode lastWrite(Side side, RecordKey key) {
            return copy.lines(side).stream()
                    .filter(line -> line.path("effect").path("id").asText().equals(key.id()))
                    .toList()
                    .getLast()
                    .deepCopy();
        }

        @Test
        void isFoundAsLost() throws Exception {
            var couple = victim(each -> each.app().madeByGateway());
            var id = couple.app().key().id();
            copy.strike(Side.APP, line -> line.path("effect").path("id").asText().equals(id));
            copy.restate(
                    couple.app().key(),
                    facts -> facts.removeIf(fact -> fact.path("id").asText().equals(id)));

            expectBreach("lost", couple.acme().key().id());
        }

        @Test
        void isFoundAsDoubled() throws Exception {
            var couple = victim(each -> each.app().madeByGateway());
            var again = lastWrite(Side.APP, couple.app().key());
            again.put("actor", "gateway").put("attempt", new UUID(1, 2).toString());
            again.withObject("effect").put("op", "create").put("id", "1");
            var _ = copy.add(Side.APP, again);

            expectBreach("once", "Doubled");
        }

        @Test
        void isFoundAsOlder() throws Exception {
            var couple = victim(this::titledLastAtAcme);
            var old = couple.acme().edits(Group.TITLE).getFirst().value(Group.TITLE);
            copy.restateOne(couple.acme().key(), fact -> fact.put("title", old));
            copy.restateOne(couple.app().key(), fact -> fact.put("title", old));

            expectBreach("never older", couple.acme().key().id());
        }

        /// Its newest title is certain: it was put there at Acme, and nobody decided about it.
        private boolean titledLastAtAcme(Couple couple) {
            var edits = couple.acme().edits(Group.TITLE);
            return edits.size() > 1
                    && couple.app()
                            .newestEdit(Group.TITLE)
                            .filter(edit -> !edit.at().isBefore(edits.getLast().at()))
                            .isEmpty()
                    && evidence.parking().any(couple.acme().key()).isEmpty();
        }

        @Test
        void isFoundAsAFalse202() throws Exception {
            try (var rows = asOwner()) {
                var gone =
                        evidence.rows().pairs().stream()
                                .filter(pair -> pair.source().equals("webhook"))
                                .filter(pair -> pair.resource().equals("acme.appointment"))
                                .toList()
                                .getLast();
                execute(rows, "delete from outcome where change = '" + gone.change() + "'");
                execute(rows, "delete from change where id = '" + gone.change() + "'");

                expectBreach("no false ack", gone.recordId(), rows);
            }
        }

        @Test
        void isFoundAsAWriteWithoutCause() throws Exception {
            var couple = victim(_ -> true);
            var write = lastWrite(Side.APP, couple.app().key());
            write.put("actor", "gateway").put("attempt", new UUID(1, 3).toString());
            var effect = write.withObject("effect").put("op", "update");
            effect.putArray("changed").add("title");
            effect.withObject("record").put("title", "Nobody's idea");
            long line = copy.add(Side.APP, write);
            copy.restateOne(
                    couple.app().key(),
                    fact -> fact.put("title", "Nobody's idea").put("sequence", line));

            expectBreach("no ghost", "Nobody's idea");
        }

        @Test
        void isFoundAsDiverged() throws Exception {
            var couple = victim(_ -> true);
            copy.restateOne(couple.app().key(), fact -> fact.put("state", "another"));

            expectBreach("converged", couple.app().key().id());
        }

        @Test
        void isFoundAsPending() throws Exception {
            try (var rows = asOwner()) {
                var change = evidence.rows().pairs().getLast().change();
                execute(rows, "delete from outcome where change = '" + change + "'");

                expectBreach("one end", change.toString(), rows);
            }
        }

        @Test
        void isFoundAsAForgeryThatWasTaken() throws Exception {
            copy.mend(
                    "traffic.jsonl",
                    line -> line.path("kind").asText().equals("wrong-signature"),
                    line -> line.put("status", 202));

            expectBreach("no false ack", "not 401");
        }

        @Test
        void isFoundAsACallWithoutAttempt() throws Exception {
            try (var rows = asOwner()) {
                var attempt = evidence.rows().attempts().getFirst().id();
                execute(rows, "delete from attempt where id = '" + attempt + "'");

                expectBreach("attempts", attempt.toString(), rows);
            }
        }

        @Test
        void isFoundAsParkedWithoutCause() throws Exception {
            var couple = victim(this::titledLastAtAcme);
            try (var rows = asOwner()) {
                park(rows, couple, "conflict", "title");

                expectBreach("parked", "Parked without cause: conflict, the title", rows);
            }
        }

        @Test
        void isFoundAsADeadLetterThatNobodyRefused() throws Exception {
            var couple = victim(_ -> true);
            try (var rows = asOwner()) {
                park(rows, couple, "dead", "status");

                expectBreach("parked", "Parked without cause: dead", rows);
            }
        }

        private static void park(Connection rows, Couple couple, String kind, String group)
                throws SQLException {
            execute(
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

        @Test
        void isFoundAsAWrongCount() throws Exception {
            var file = copy.folder().resolve("app").resolve("touchpoints-north.json");
            var figures = Json.read(Files.readString(file));
            var first = (ObjectNode) figures.path(0);
            first.put("count", first.path("count").asLong() + 1);
            Files.writeString(file, figures.toString());

            expectBreach("counts", "Wrong count");
        }

        @Test
        void isFoundAsAnotherTenantsToken() throws Exception {
            var theirs = aCall(Side.APP, "south").path("credential").asText();
            long n = aCall(Side.APP, "north").path("n").asLong();
            copy.mend(
                    "app/ledger.jsonl",
                    line -> line.path("n").asLong() == n,
                    line -> line.put("credential", theirs));

            expectBreach("tenant wall", "with a token of south");
        }

        @Test
        void isFoundAsAnotherTenantsRecord() throws Exception {
            var theirs = victim(couple -> couple.account().equals("south")).acme().key().id();
            long n = aCall(Side.ACME, "north").path("n").asLong();
            copy.mend(
                    "acme/ledger.jsonl",
                    line -> line.path("n").asLong() == n,
                    line -> line.put("path", "/api/v2/appointments/" + theirs));

            expectBreach("tenant wall", "asks north for the record " + theirs);
        }

        private ObjectNode aCall(Side side, String account) {
            return copy.lines(side).stream()
                    .filter(line -> line.path("actor").asText().equals("gateway"))
                    .filter(line -> line.path("account").asText().equals(account))
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void isFoundAsAnEpochThatWentBack() throws Exception {
            try (var rows = asOwner()) {
                execute(
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
            try (var rows = asOwner()) {
                var written = writtenByGateway(Side.APP).path("attempt").asText();
                execute(
                        rows,
                        "update attempt set started_at = started_at + interval '1 hour' where id = '"
                                + written
                                + "'");

                expectBreach("attempts", "came before its attempt", rows);
            }
        }

        @Test
        void isFoundAsACallBeforeRetryAfter() throws Exception {
            copy.mend(
                    "acme/ledger.jsonl",
                    line -> line.path("retryAfterSeconds").asInt() > 0,
                    line -> line.put("retryAfterSeconds", 60));

            expectBreach("retry-after", "had asked");
        }

        @Test
        void isFoundAsASecretInALog() throws Exception {
            var secret = Leaks.secrets(run).get("north's token at the app");
            Files.writeString(copy.folder().resolve("gateway.log"), "{\"token\":\"" + secret + "\"}");

            expectBreach("secrets", "'north's token at the app' stands in gateway.log");
        }

        @Test
        void isFoundAsASecretInTheJournal() throws Exception {
            var secret = Leaks.secrets(run).get("south's key at Acme");
            try (var rows = asOwner()) {
                execute(rows, "update parked set sentence = 'X-Api-Key: " + secret + "'");

                expectBreach("secrets", "stands in the journal, in parked.sentence", rows);
            }
        }

        @Test
        void isFoundAsADeleteWithoutTombstone() throws Exception {
            try (var rows = asOwner()) {
                var link = deleted().link();
                execute(rows, "update link set life = 'linked' where id = '" + link + "'");

                expectBreach("deletes", "the link " + link + " is no tombstone", rows);
            }
        }

        @Test
        void isFoundAsADeleteWithoutEvidence() throws Exception {
            var gone = deleted().app().key();
            copy.strike(
                    Side.APP,
                    line ->
                            line.at("/effect/op").asText().equals("delete")
                                    && line.at("/effect/id").asText().equals(gone.id()));
            copy.restateOne(gone, fact -> fact.put("deleted", false));

            expectBreach("no ghost", "status to 'cancelled', which nobody had put into");
        }

        /// Deleted by people in the app, and cancelled in Acme by the gateway.
        private Couple deleted() {
            return evidence.couples().stream()
                    .filter(couple -> couple.app().gone() && !couple.acme().gone())
                    .filter(couple -> !couple.acme().crossings(Group.STATUS).isEmpty())
                    .filter(couple -> evidence.parking().any(couple.app().key()).isEmpty())
                    .toList()
                    .getLast();
        }

        @Test
        void isFoundAsAMassDeleteThatNobodyWasAskedAbout() throws Exception {
            var victims =
                    evidence.couples().stream()
                            .filter(couple -> couple.account().equals("north") && !couple.broken())
                            .limit(12)
                            .toList();
            for (var couple : victims) {
                var delete = lastWrite(Side.ACME, couple.acme().key());
                delete.put("actor", "traffic").withObject("effect").put("op", "delete");
                var _ = copy.add(Side.ACME, delete);
            }
            for (var couple : victims) {
                var cancel = lastWrite(Side.APP, couple.app().key());
                cancel.put("actor", "gateway").withObject("effect").put("op", "update");
                cancel.withObject("effect").putArray("changed").add("state");
                cancel.withObject("effect").withObject("record").put("state", "cancelled");
                var _ = copy.add(Side.APP, cancel);
            }

            expectBreach("deletes", "A mass delete was let through unasked");
        }

        @Test
        void isFoundAsADecisionThatWasNotObeyed() throws Exception {
            var kept = decided();
            var id =
                    evidence.rows().parked().stream()
                            .filter(item -> item.id().equals(kept.parked()))
                            .findFirst()
                            .flatMap(item -> item.end(Side.APP))
                            .orElseThrow();
            copy.strike(
                    Side.APP,
                    line ->
                            line.at("/effect/id").asText().equals(id)
                                    && line.path("actor").asText().equals("gateway")
                                    && line.at("/effect/op").asText().equals("update"));

            expectBreach("operator", "Not obeyed: an operator kept Acme's title");
        }

        /// The script of every run: a title that an operator keeps at the very end.
        private Decision decided() {
            return evidence.noted().operator().stream()
                    .filter(decision -> decision.verb().equals("keep-acme"))
                    .filter(decision -> decision.tenant().equals("north"))
                    .filter(Decision::accepted)
                    .filter(this::isTheScripts)
                    .findFirst()
                    .orElseThrow();
        }

        private boolean isTheScripts(Decision decision) {
            return evidence.rows().parked().stream()
                    .filter(item -> item.id().equals(decision.parked()))
                    .flatMap(item -> item.acmeId().stream())
                    .map(id -> new RecordKey("north", Side.ACME, Side.ACME.meeting, id))
                    .flatMap(key -> evidence.fact(key).stream())
                    .anyMatch(fact -> fact.value(Group.TITLE).startsWith("Closing talk"));
        }

        @Test
        void isFoundAsADecisionThatTheAuditTrailLacks() throws Exception {
            try (var rows = asOwner()) {
                execute(rows, "delete from operator_action where parked = '" + decided().parked() + "'");

                expectBreach("operator", "no line of the audit trail says so", rows);
            }
        }

        @Test
        void isFoundAsADecisionThatNobodyMade() throws Exception {
            copy.mend(
                    "operator.jsonl",
                    line -> line.path("ask").asText().equals(decided().key().toString()),
                    line -> line.remove("ask"));

            expectBreach("operator", "in a person's name, and nobody had asked for it");
        }

        @Test
        void isFoundAsSupersededByNothing() throws Exception {
            try (var rows = asOwner()) {
                execute(
                        rows,
                        "update outcome set newer = gen_random_uuid() where kind = 'superseded'");

                expectBreach("superseded", "was superseded by nothing", rows);
            }
        }

        @Test
        void isFoundAsAWrongSum() throws Exception {
            copy.mend(
                    "ops.jsonl",
                    line -> line.path("final").asBoolean(),
                    line -> line.withObject("overview").withObject("counts").put("applied", 1));

            expectBreach("conservation", "do not add up");
        }

        @Test
        void isFoundAsAnEditThatTheLedgerDenies() throws Exception {
            var edit =
                    copy.lines(Side.ACME).stream()
                            .filter(line -> line.path("actor").asText().equals("traffic"))
                            .filter(line -> line.at("/effect/op").asText().equals("update"))
                            .filter(line -> line.at("/effect/resource").asText().equals("appointment"))
                            .findFirst()
                            .orElseThrow();
            copy.strike(Side.ACME, line -> line.path("n").equals(edit.path("n")));

            expectBreach("witnesses", "was acknowledged to the traffic");
        }

        private ObjectNode writtenByGateway(Side side) {
            return copy.lines(side).stream()
                    .filter(line -> line.path("actor").asText().equals("gateway"))
                    .filter(line -> line.path("attempt").isTextual())
                    .filter(line -> line.at("/effect/op").asText().equals("update"))
                    .findFirst()
                    .orElseThrow();
        }

        /// A connection that may change rows; what it changes is never committed.
        private Connection asOwner() throws IOException, SQLException {
            var ready = Json.read(Files.readString(run.resolve("postgres.json")));
            var owner = ready.path("migration");
            var rows =
                    DriverManager.getConnection(
                            "jdbc:" + ready.path("url").asText(),
                            owner.path("user").asText(),
                            owner.path("password").asText());
            rows.setAutoCommit(false);
            execute(
                    rows,
                    "select set_config('drawbridge.tenants', string_agg(distinct tenant::text, ','), true) from lane");
            return rows;
        }

        private static void execute(Connection rows, String sql) throws SQLException {
            try (var statement = rows.createStatement()) {
                var _ = statement.execute(sql);
            }
        }
    }
}
