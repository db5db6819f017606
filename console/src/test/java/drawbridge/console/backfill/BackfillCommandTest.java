package drawbridge.console.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.fake.ScriptedGateway;
import drawbridge.opsapi.Backfill;
import drawbridge.opsapi.BackfillList;
import drawbridge.opsapi.BackfillPhase;
import drawbridge.opsapi.BackfillState;

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

class BackfillCommandTest {

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
    void showsHowFarItIsWithRateAndRemainingTimeUntilAllIsSent() {
        gateway.backfills.add(backfill(BackfillState.WAITING, BackfillPhase.MARKING, 0, 0, null));
        gateway.backfills.add(backfill(BackfillState.RUNNING, BackfillPhase.MARKING, 400, 0, null));
        gateway.backfills.add(
                backfill(BackfillState.RUNNING, BackfillPhase.SENDING, 5_000, 1_250, null));
        gateway.backfills.add(backfill(BackfillState.DONE, BackfillPhase.DONE, 5_000, 5_000, null));

        int code = run(true, "--tenant", "north", "--flow", "appointments", "--rate", "25/s");

        assertThat(code).isZero();
        assertThat(gateway.backfillWishes).containsExactly("north appointments null 25");
        assertThat(err.toString())
                .contains("--cancel 7f")
                .contains("north: waits for its turn")
                .contains("north: reads acme.appointment, 400 noted")
                .contains(
                        "north: [#####---------------] 1,250 of 5,000 sent, 25/s, about 3 min left");
        assertThat(out.toString())
                .contains("north: 5,000 of 5,000 sent.")
                .contains("./drawbridge audit --tenant north");
    }

    @Test
    void saysWhichListLacksSomethingByItsExitCodeToo() {
        gateway.backfills.add(
                backfill(
                        BackfillState.DONE,
                        BackfillPhase.DONE,
                        12,
                        12,
                        "The list of acme.appointment could not be read to its end: it broke"
                                + " off."));

        assertThat(run(false, "--tenant", "north")).isEqualTo(1);
        assertThat(out.toString()).contains("! The list of acme.appointment could not be read");
    }

    @Test
    void pausesResumesAndCancelsTheOneThatHasNotEnded() {
        gateway.backfills.add(backfill(BackfillState.PAUSED, BackfillPhase.SENDING, 50, 20, null));

        assertThat(run(false, "--tenant", "north", "--pause")).isZero();
        assertThat(run(false, "--tenant", "north", "--cancel", "7f")).isEqualTo(2);

        assertThat(gateway.backfillWishes).containsExactly("PAUSE 7f", "CANCEL 7f");
        assertThat(out.toString()).contains("north: paused, 20 of 50 sent.");
    }

    @Test
    void listsWhatThereIsAndSaysSoWhereThereIsNone() {
        assertThat(run(false, "--tenant", "north", "--list")).isZero();
        assertThat(out.toString()).contains("north has no backfills.");
        assertThat(run(false, "--tenant", "north", "--cancel")).isEqualTo(2);
        assertThat(err.toString()).contains("north has no backfill that has not ended.");
    }

    @Test
    void printsJsonForProgramsAlone() {
        gateway.backfills.add(backfill(BackfillState.DONE, BackfillPhase.DONE, 5, 5, null));

        assertThat(run(true, "--tenant", "north", "--json")).isZero();
        assertThat(out.toString()).startsWith("{\"tenant\":\"north\"").endsWith("}\n");
    }

    @Test
    void refusesWhatIsNoRateAndNoSideAndSaysWhenTheGatewayIsNotThere() {
        assertThat(run(false, "--tenant", "north", "--rate", "fast")).isEqualTo(2);
        assertThat(err.toString()).contains("--rate is a number of records a second such as 20/s");
        assertThat(run(false, "--tenant", "north", "--side", "left")).isEqualTo(2);
        assertThat(err.toString()).contains("--side is acme or app, and not left.");

        gateway.failWith(new GatewayTrouble.NoAnswer("Nothing listens there.", false));
        assertThat(run(false, "--tenant", "north")).isEqualTo(2);
        assertThat(err.toString()).contains("Nothing listens there.");
    }

    private int run(boolean terminal, String... args) {
        String[] all = java.util.Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--token-file";
        all[args.length + 1] = token.toString();
        return BackfillCommand.commandLine((_, _) -> gateway, () -> {}, terminal)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private static Backfill backfill(
            BackfillState state,
            BackfillPhase phase,
            long marked,
            long sent,
            @Nullable String why) {
        boolean sending = phase == BackfillPhase.SENDING && state == BackfillState.RUNNING;
        return new Backfill(
                "north",
                "7f",
                null,
                null,
                25,
                "user1",
                null,
                state,
                1,
                sending ? 25 : 0,
                sending ? 150L : null,
                null,
                T0,
                T0,
                T0,
                List.of(new BackfillList("acme.appointment", phase, marked, sent, 0, why)));
    }
}
