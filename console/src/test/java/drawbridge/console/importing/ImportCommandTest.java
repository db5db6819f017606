package drawbridge.console.importing;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.client.Line;
import drawbridge.console.client.Ops;
import drawbridge.opsapi.ImportPlan;
import drawbridge.opsapi.ImportResult;
import drawbridge.opsapi.ImportRows;
import drawbridge.opsapi.ImportSheet;
import drawbridge.opsapi.ImportState;
import drawbridge.opsapi.Problem;
import drawbridge.opsapi.RefusedRow;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What an operator sees who imports a file, against a gateway that keeps what it is told.
class ImportCommandTest {

    @TempDir private Path folder;

    private final Map<String, ImportState> states = new HashMap<>();
    private final List<String> stored = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private int lostBefore;
    private int lostAfter;
    private int calls;
    private int endsAfter = Integer.MAX_VALUE;

    @BeforeEach
    void token() throws IOException {
        Files.writeString(folder.resolve("token"), "admin admin secret-token-0123456789");
    }

    // ---- A gateway

    private ImportPlan plan(ImportSheet sheet) {
        return new ImportPlan(
                sheet.columns().stream()
                        .map(column -> column.equals("remark") ? "" : column)
                        .toList(),
                List.of("status"),
                states.getOrDefault(sheet.digest(), new ImportState(0, 0, 0, false)));
    }

    private ImportResult rows(ImportRows rows) {
        calls++;
        if (calls > endsAfter || lostBefore-- > 0) {
            throw new GatewayTrouble.NoAnswer("The gateway does not answer.", false);
        }
        ImportState at =
                states.getOrDefault(rows.sheet().digest(), new ImportState(0, 0, 0, false));
        List<RefusedRow> refused =
                rows.rows().stream()
                        .filter(ImportCommandTest::isBad)
                        .map(ImportCommandTest::refusal)
                        .toList();
        if (at.rows() != rows.from() || at.ended()) {
            return new ImportResult(at, refused);
        }
        rows.rows().stream()
                .filter(row -> !isBad(row))
                .forEach(row -> stored.add(row.cells().getFirst()));
        ImportState next =
                new ImportState(
                        rows.from() + rows.rows().size(),
                        at.taken() + rows.rows().size() - refused.size(),
                        at.refused() + refused.size(),
                        rows.last());
        states.put(rows.sheet().digest(), next);
        if (lostAfter-- > 0) {
            throw new GatewayTrouble.NoAnswer("The answer was lost.", true);
        }
        return new ImportResult(next, refused);
    }

    private static boolean isBad(ImportRows.Row row) {
        return row.cells().size() < 2
                || row.cells().getFirst().isEmpty()
                || row.cells().get(1).equals("bad");
    }

    private static RefusedRow refusal(ImportRows.Row row) {
        return new RefusedRow(row.line(), List.of(new RefusedRow.Cell("name", "is bad")));
    }

    private int run(String file, String... more) {
        Ops ops =
                (Ops)
                        Proxy.newProxyInstance(
                                Ops.class.getClassLoader(),
                                new Class<?>[] {Ops.class},
                                (_, method, arguments) ->
                                        switch (method.getName()) {
                                            case "importPlan" -> plan((ImportSheet) arguments[1]);
                                            case "importRows" -> rows((ImportRows) arguments[1]);
                                            default ->
                                                    throw new UnsupportedOperationException(
                                                            method.getName());
                                        });
        Line line =
                (Line)
                        Proxy.newProxyInstance(
                                Line.class.getClassLoader(),
                                new Class<?>[] {Line.class},
                                (_, method, _) -> method.getName().equals("ops") ? ops : null);
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                folder.resolve(file).toString(),
                                "--tenant",
                                "north",
                                "--resource",
                                "acme.contact",
                                "--token-file",
                                folder.resolve("token").toString()));
        arguments.addAll(List.of(more));
        CommandLine command = ImportCommand.commandLine((_, _) -> line, () -> {}, false);
        return command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String many(int rows) {
        return IntStream.rangeClosed(1, rows)
                .mapToObj(n -> n + ",Contact " + n)
                .collect(Collectors.joining("\n", "id,name\n", "\n"));
    }

    // ---- What is seen

    @Test
    void takesAllRowsOfAFile() throws Exception {
        file("a.csv", "id,name,remark\n1,x,\n2,y,\n");

        assertThat(run("a.csv")).isZero();
        assertThat(stored).containsExactly("1", "2");
        assertThat(out.toString())
                .contains("Left out, because no flow reads them: remark.")
                .contains("The file does not say status;")
                .contains("2 rows, 2 taken, 0 refused.");
    }

    @Test
    void listsRefusedRowsByLineAndKeepsThemInAFileThatCanBeMended() throws Exception {
        file("a.csv", "id,name\n1,x\n2,bad\n3\n4,\"torn\n5,y\n");
        Path rejects = folder.resolve("rejects.csv");

        assertThat(run("a.csv", "--rejects", rejects.toString())).isEqualTo(3);

        assertThat(stored).containsExactly("1", "5");
        assertThat(out.toString())
                .contains("Line 3: name: is bad")
                .contains("Line 4: ends after 1 of 2 columns")
                .contains("Line 5: a quotation mark is opened and not closed")
                .contains("5 rows, 2 taken, 3 refused.")
                .contains("Refused rows are in " + rejects);
        assertThat(Files.readString(rejects))
                .startsWith("id,name,drawbridge line,drawbridge problem\n2,bad,3,");

        Files.writeString(rejects, Files.readString(rejects).replace("2,bad", "2,good"));
        stored.clear();
        assertThat(run("rejects.csv", "--rejects", folder.resolve("more.csv").toString()))
                .isEqualTo(3);
        assertThat(stored).contains("2");
        assertThat(Files.readAllLines(folder.resolve("more.csv")).getFirst())
                .isEqualTo("id,name,drawbridge line,drawbridge problem");
    }

    @Test
    void tellsProgramsWhatCameOfAFile() throws Exception {
        file("a.csv", "id,name,remark\n1,x,\n2,bad,\n");

        assertThat(run("a.csv", "--json")).isEqualTo(3);
        assertThat(out.toString())
                .startsWith("{\"file\":")
                .contains(
                        "\"tenant\":\"north\"",
                        "\"resource\":\"acme.contact\"",
                        "\"before\":false",
                        "\"state\":{\"rows\":2,\"taken\":1,\"refused\":1,\"ended\":true}",
                        "\"leftOut\":[\"remark\"]",
                        "\"untold\":[\"status\"]",
                        "\"refusals\":[{\"line\":3,\"why\":\"name: is bad\"}]")
                .doesNotContain("\"rejects\"")
                .hasLineCount(1);
    }

    @Test
    void goesOnWhereItEndedWhenTheGatewayWasGone() throws Exception {
        file("a.csv", many(1_000));
        endsAfter = 2;

        assertThat(run("a.csv")).isEqualTo(1);
        assertThat(stored).hasSize(400);
        assertThat(err.toString()).contains("the same command goes on from there");

        endsAfter = Integer.MAX_VALUE;
        assertThat(run("a.csv")).isZero();
        assertThat(out.toString()).contains("Goes on after row 400.");
        assertThat(stored).hasSize(1_000).doesNotHaveDuplicates();

        assertThat(run("a.csv")).isZero();
        assertThat(out.toString()).contains("was imported before: 1,000 rows, 1,000 taken");
        assertThat(stored).hasSize(1_000);
    }

    @Test
    void asksAgainWhenAnAnswerWasLost() throws Exception {
        file("a.csv", "id,name\n1,x\n2,bad\n");
        lostBefore = 2;
        lostAfter = 1;

        assertThat(run("a.csv")).isEqualTo(3);
        assertThat(stored).containsExactly("1");
        assertThat(out.toString()).contains("Line 3: name: is bad").contains("1 taken, 1 refused");
    }

    @Test
    void tellsWhatTheGatewayDoesNotTake() throws Exception {
        file("a.csv", "id,name\n1,x\n");
        CommandLine command =
                ImportCommand.commandLine(
                        (_, _) -> {
                            throw new GatewayTrouble.Refused(
                                    new Problem(
                                            "about:blank",
                                            "Bad input",
                                            400,
                                            "north has no resource acme.contct.",
                                            "/",
                                            "file"));
                        },
                        () -> {},
                        false);

        int code =
                command.setErr(new PrintWriter(err, true))
                        .execute(
                                folder.resolve("a.csv").toString(),
                                "--tenant",
                                "north",
                                "--resource",
                                "acme.contct",
                                "--token-file",
                                folder.resolve("token").toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("north has no resource acme.contct.");
    }

    @Test
    void refusesWhatCannotBeAFile() throws Exception {
        file("a.csv", "id\n1\n");

        assertThat(run("none.csv")).isEqualTo(2);
        assertThat(run("a.csv", "--separator", "ab")).isEqualTo(2);
        assertThat(run("a.csv", "--rejects", folder.resolve("a.csv").toString())).isEqualTo(2);
        assertThat(run("a.csv", "--column", "Nummer=id")).isEqualTo(2);
        assertThat(err.toString())
                .contains("There is no file")
                .contains("--separator is one character, or tab.")
                .contains("--rejects must name another file")
                .contains("There is no column \"Nummer\"; there are: id.")
                .doesNotContain("Exception");
        assertThat(Files.readString(folder.resolve("a.csv"))).isEqualTo("id\n1\n");
    }
}
