package drawbridge.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.fake.ScriptedGateway;
import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditAct;
import drawbridge.opsapi.AuditFinding;
import drawbridge.opsapi.AuditFlow;
import drawbridge.opsapi.AuditKind;
import drawbridge.opsapi.AuditResult;
import drawbridge.opsapi.AuditState;
import drawbridge.opsapi.AuditWish;
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
    void tellsWhatARepairWouldDoAndDoesNothing() {
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.DRIFTED, null, 1, 0)));
        gateway.drift.add(finding());

        assertThat(run("--tenant", "north", "--plan")).isEqualTo(1);

        assertThat(gateway.wishes).extracting(AuditWish::repair).containsExactly(false);
        assertThat(out.toString())
                .contains("A repair would do this:")
                .containsPattern(" 1  changed at the side that holds something else")
                .contains("./drawbridge audit --tenant north --repair --planned " + hash());
    }

    @Test
    void repairsWhatWasPlannedIfNothingMoved() {
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.DRIFTED, null, 1, 0)));
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.DRIFTED, null, 1, 1)));
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.IN_SYNC, null, 0, 0)));
        gateway.drift.add(finding());

        assertThat(run("--tenant", "north", "--repair", "--planned", hash())).isZero();

        assertThat(gateway.repaired).as("the audit that was compared").containsExactly("1");
        assertThat(gateway.wishes)
                .as("no other look decides what is sent")
                .extracting(AuditWish::repair)
                .containsExactly(false, false);
    }

    @Test
    void repairsNothingOnceTheWorldMoved() {
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.DRIFTED, null, 1, 0)));
        gateway.drift.add(finding());

        assertThat(run("--tenant", "north", "--repair", "--planned", "0123456789ab")).isEqualTo(1);

        assertThat(gateway.wishes).extracting(AuditWish::repair).containsExactly(false);
        assertThat(err.toString())
                .contains("Nothing was done: the world moved since plan 0123456789ab")
                .contains("Plan " + hash());
        assertThat(gateway.repaired).isEmpty();
    }

    @Test
    void repairsNothingThatCreatesOrDeletesMoreThanWasAllowed() {
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.DRIFTED, null, 13, 0)));
        for (int n = 0; n < 5; n++) {
            gateway.drift.add(finding(AuditAct.DELETE, n));
        }
        for (int n = 5; n < 11; n++) {
            gateway.drift.add(finding(AuditAct.CANCEL, n));
        }
        gateway.drift.add(finding(AuditAct.CREATE, 11));
        gateway.drift.add(finding(AuditAct.CREATE, 12));
        String plan = RepairPlan.of(gateway.audits.getFirst(), gateway.drift).hash();

        assertThat(run("--tenant", "north", "--repair", "--planned", plan, "--most-creates", "1"))
                .isEqualTo(1);

        assertThat(gateway.wishes).extracting(AuditWish::repair).containsExactly(false);
        assertThat(err.toString())
                .contains("Nothing was done: 2 would be created, and --most-creates is 1")
                .contains(
                        "Nothing was done: 11 would be deleted or cancelled, and --most-deletes is"
                                + " 10");
        assertThat(gateway.repaired).isEmpty();
    }

    @Test
    void repairsWhatIsWithinItsLimits() {
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.DRIFTED, null, 1, 0)));
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.DRIFTED, null, 1, 1)));
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.IN_SYNC, null, 0, 0)));
        gateway.drift.add(finding(AuditAct.CREATE, 1));

        assertThat(run("--tenant", "north", "--repair", "--most-creates", "1")).isZero();

        assertThat(gateway.repaired).containsExactly("1");
    }

    @Test
    void repairsNothingUnderALimitWhereNotAllIsToldOneByOne() {
        gateway.audits.add(audit(AuditState.DONE, flow(AuditResult.DRIFTED, null, 1_500, 0)));
        gateway.drift.add(finding());

        assertThat(run("--tenant", "north", "--repair", "--most-deletes", "5")).isEqualTo(1);

        assertThat(gateway.wishes).extracting(AuditWish::repair).containsExactly(false);
        assertThat(err.toString()).contains("not all that drifted is shown one by one");
    }

    @Test
    void refusesLimitsWithoutARepair() {
        assertThat(run("--tenant", "north", "--most-deletes", "5")).isEqualTo(2);
        assertThat(err.toString()).contains("stand beside --repair");
    }

    private String hash() {
        return RepairPlan.of(
                        audit(AuditState.DONE, flow(AuditResult.DRIFTED, null, 1, 0)),
                        List.of(finding()))
                .hash();
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

    private static AuditFinding finding(AuditAct would, int n) {
        return new AuditFinding(
                "appointments",
                n,
                AuditKind.MISSING_AT_ACME,
                null,
                new RecordId("app.event", Integer.toString(n)),
                "It is gone.",
                List.of(),
                false,
                would);
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
                false,
                AuditAct.CHANGE);
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
