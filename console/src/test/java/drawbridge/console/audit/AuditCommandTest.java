package drawbridge.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.fake.ScriptedGateway;
import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditFinding;
import drawbridge.opsapi.AuditFlow;
import drawbridge.opsapi.AuditKind;
import drawbridge.opsapi.AuditResult;
import drawbridge.opsapi.AuditState;
import drawbridge.opsapi.Proof;
import drawbridge.opsapi.RecordId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

class AuditCommandTest {

    private static final Instant T0 = Instant.parse("2026-03-02T10:00:00Z");

    @TempDir private Path folder;

    private final ScriptedGateway gateway = new ScriptedGateway();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path token = Path.of("");

    @BeforeEach
    void aToken() throws IOException {
        token = Files.writeString(folder.resolve("ops-token"), "user1 operator 0123456789abcdef\n");
    }

    @Test
    void tellsTheNumbersOfEachFlowAndWhenItWasLastProven() {
        gateway.audits.add(audit(AuditState.WAITING));
        gateway.audits.add(audit(AuditState.RUNNING, flow(AuditResult.RUNNING, null, 0, 0)));
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.IN_SYNC, null, 0, 0)));
        gateway.proofs.add(new Proof("north", "appointments", T0, AuditResult.IN_SYNC, T0, 0));

        assertThat(run("--tenant", "north")).isZero();
        assertThat(out.toString())
                .contains("north, ", "appointments", "IN SYNC", "last proven in sync")
                .containsPattern("checked +1,200")
                .containsPattern("equal +1,200")
                .containsPattern("last proven in sync +2026-03-02");
    }

    @Test
    void showsWhatDriftedAndSaysSoByItsExitCode() throws IOException {
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.DRIFTED, null, 1, 0)));
        gateway.drift.add(finding());
        Path file = folder.resolve("drift.csv");

        assertThat(run("--tenant", "north", "--export", file.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("! appointments, drifted: acme.appointment apt_1 and app.event 7")
                .contains("title:")
                .contains("Acme     Kick-off, as agreed")
                .contains("the app  Elsewhere; agreed was Kick-off");
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "flow,kind,acme,app,group,acme agreed,acme now,app agreed,app"
                                + " now,why,repaired",
                        "appointments,drifted,apt_1,7,title,Kick-off,Kick-off,Kick-off,Elsewhere,Only"
                                + " the app changed it.,false");
    }

    @Test
    void comparesOnceMoreAfterARepairAndGoesByThat() {
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.DRIFTED, null, 1, 1)));
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.IN_SYNC, null, 0, 0)));

        int first = run("--tenant", "north", "--repair");

        assertThat(gateway.wishes).hasSize(2);
        assertThat(gateway.wishes.getFirst().repair()).isTrue();
        assertThat(gateway.wishes.getLast().repair()).isFalse();
        assertThat(out.toString()).containsPattern("sent through the lanes +1");
        assertThat(first).isZero();
    }

    @Test
    void saysWhatWasInTheWayOfAnAuditThatProvesNothing() {
        gateway.audits.add(
                audit(
                        AuditState.DONE,
                        flow(AuditResult.NO_PASS, "The list of app.event broke off.", 0, 0)));

        assertThat(run("--tenant", "north")).isEqualTo(2);
        assertThat(out.toString())
                .contains("appointments is no pass: The list of app.event broke off.");
    }

    @Test
    void printsJsonForProgramsAlone() {
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.IN_SYNC, null, 0, 0)));

        assertThat(run("--tenant", "north", "--json")).isZero();
        assertThat(out.toString()).startsWith("{\"audit\":{").endsWith("\"findings\":[]}\n");
    }

    @Test
    void refusesAFileOfAnotherKindAndSaysWhenTheGatewayIsNotThere() {
        assertThat(run("--tenant", "north", "--export", "drift.xls")).isEqualTo(2);
        assertThat(err.toString()).contains("ends in .csv or .json");

        gateway.failWith(new GatewayTrouble.NoAnswer("Nothing listens there.", false));
        assertThat(run("--tenant", "north")).isEqualTo(2);
        assertThat(err.toString()).contains("Nothing listens there.");
    }

    private static AuditFinding finding() {
        return new AuditFinding(
                "appointments",
                1,
                AuditKind.DRIFTED,
                new RecordId("acme.appointment", "apt_1"),
                new RecordId("app.event", "7"),
                "Only the app changed it.",
                List.of(
                        new AuditFinding.Group(
                                "title", "Kick-off", "Kick-off", "Kick-off", "Elsewhere")),
                false);
    }

    private static Audit audit(AuditState state, AuditFlow... flows) {
        return new Audit("north", "1", null, false, "user1", state, 1, T0, T0, T0, List.of(flows));
    }

    private static AuditFlow flow(
            AuditResult result, @Nullable String why, long drifted, long repaired) {
        return new AuditFlow(
                "appointments",
                result,
                why,
                2_400,
                1_200,
                1_200 - drifted,
                0,
                drifted,
                0,
                0,
                0,
                0,
                0,
                0,
                repaired,
                T0,
                T0);
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--token-file";
        all[arguments.length + 1] = token.toString();
        return AuditCommand.commandLine((_, _) -> gateway, () -> {}, false)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
