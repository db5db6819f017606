package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import drawbridge.sandbox.parts.Launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A short run of the whole demo, with a customer who is reached by the nasty API, judged as it
/// was, and kept to be judged again after somebody has falsified a copy of it. Its files are left
/// behind if it was not clean.
record FinishedRun(Path temp, JsonNode report, RunDatabase database, Evidence evidence)
        implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 300;

    static FinishedRun play() throws Exception {
        var temp = Files.createTempDirectory("finished-run");
        var run = temp.resolve("run");
        var file = temp.resolve("report.json");
        var ended =
                drawbridge(
                        temp,
                        "demo",
                        "--for",
                        "10s",
                        "--seed",
                        "7",
                        "--with",
                        "nasty",
                        "--data",
                        run.toString(),
                        "--report",
                        file.toString());
        if (ended.status() != 0) {
            throw new AssertionError(ended.said());
        }
        var report = Json.read(Files.readString(file));
        var database = RunDatabase.open(run, new Launcher(System.getenv()));
        return new FinishedRun(
                temp, report, database, RunFiles.of(run).evidence(database.connection()));
    }

    record Ended(int status, String said) {}

    /// Runs the launcher as people do.
    Ended drawbridge(String... arguments) throws IOException, InterruptedException {
        return drawbridge(temp, arguments);
    }

    private static Ended drawbridge(Path temp, String... arguments)
            throws IOException, InterruptedException {
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

    Path folder() {
        return temp.resolve("run");
    }

    Connection rows() {
        return database.connection();
    }

    RunCopy copy() throws IOException {
        return RunCopy.of(folder(), Files.createTempDirectory(temp, "copy").resolve("run"));
    }

    /// Two living records that agree, of which nothing is parked.
    Couple victim(Predicate<Couple> wanted) {
        return evidence.couples().stream()
                .filter(couple -> !couple.broken())
                .filter(couple -> evidence.parking().any(couple.acme().key()).isEmpty())
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    /// Its newest title is certain: it was put there at Acme, and nobody decided about it.
    boolean titledLastAtAcme(Couple couple) {
        var edits = couple.acme().edits(Group.TITLE);
        return edits.size() > 1
                && couple.app()
                        .newestEdit(Group.TITLE)
                        .filter(edit -> !edit.at().isBefore(edits.getLast().at()))
                        .isEmpty()
                // Where a policy lets the app's title win, Acme's last edit did not stand.
                && couple.acme().crossings(Group.TITLE).stream()
                        .noneMatch(write -> write.n() > edits.getLast().n())
                && evidence.parking().any(couple.acme().key()).isEmpty();
    }

    /// Deleted by people in the app, and cancelled in Acme by the gateway.
    Couple deleted() {
        return evidence.couples().stream()
                .filter(couple -> Deletes.crossed(couple, Side.ACME).isPresent())
                .toList()
                .getLast();
    }

    /// The script of every run: a title that an operator keeps at the very end.
    Decision decided() {
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

    /// A connection that may change rows; what it changes is never committed.
    Connection asOwner() throws IOException, SQLException {
        var ready = Json.read(Files.readString(folder().resolve("postgres.json")));
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

    static void execute(Connection rows, String sql) throws SQLException {
        try (var statement = rows.createStatement()) {
            var _ = statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        database.close();
        try (var files = Files.walk(temp)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
