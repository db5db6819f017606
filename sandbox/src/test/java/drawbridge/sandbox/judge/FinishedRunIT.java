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
        var files = RunFiles.of(run);
        evidence = files.evidence(Database.read(database.connection(), files.tenants()));
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
                    && evidence.parking().ever(couple.acme().key(), Group.TITLE).isEmpty();
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
