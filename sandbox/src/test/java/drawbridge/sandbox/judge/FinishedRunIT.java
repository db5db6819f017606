package drawbridge.sandbox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A short run of the whole demo as its report and its folder tell it, and as they tell it after
/// somebody has falsified them. Everything that needs such a run is in here: it is played once.
@ExtendWith(OneFinishedRun.class)
class FinishedRunIT {

    private final FinishedRun run;

    FinishedRunIT(FinishedRun run) {
        this.run = run;
    }

    @Test
    void isClean() {
        assertThat(run.report().path("verdict").asText()).isEqualTo("clean");
        assertThat(run.report().path("breaches")).isEmpty();
        assertThat(run.report().path("compared").asLong()).isGreaterThan(1_000);
    }

    @Test
    void appliedChangesInBothDirections() {
        assertThat(run.report().at("/directions/TO_APP/applied").asLong()).isPositive();
        assertThat(run.report().at("/directions/TO_ACME/applied").asLong()).isPositive();
    }

    @Test
    void pairsMeetingsOfTheCustomerBehindTheNastyApiWhicheverSideTheyBeganOn() {
        var east =
                run.evidence().couples().stream()
                        .filter(couple -> couple.account().equals("east"))
                        .toList();

        assertThat(east)
                .anyMatch(couple -> couple.acme().madeByGateway())
                .anyMatch(couple -> couple.app().madeByGateway());
    }

    @Test
    void showsConflictsAndDeadLettersAndLeavesNothingPending() {
        assertThat(run.report().path("conflict").asLong()).isPositive();
        assertThat(run.report().path("dead").asLong()).isPositive();
        assertThat(run.report().path("pending").asLong()).isZero();
    }

    @Test
    void addsUp() {
        long sum = 0;
        for (var name :
                List.of("applied", "unchanged", "superseded", "conflict", "dead", "pending")) {
            sum += run.report().path(name).asLong();
        }

        assertThat(sum).isEqualTo(run.report().path("acknowledged").asLong()).isPositive();
    }

    @Test
    void killedTheGatewayOnce() throws IOException {
        var told = Json.read(Files.readString(run.folder().resolve("run.json")));

        assertThat(told.path("kills").path(0).path("pid").asLong()).isPositive();
        assertThat(run.folder().resolve("gateway-2.log")).exists();
    }

    @Test
    void leavesNoProcessBehind() throws IOException {
        var parts = Json.read(Files.readString(run.folder().resolve("run.json"))).path("parts");

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
        var ended = run.drawbridge("verdict", run.folder().toString());

        assertThat(ended.status()).as(ended.said()).isZero();
    }

    @Test
    void isJudgedAgainByAsMuchAsTheFirstTime() throws Exception {
        var again = run.temp().resolve("again.json");
        var _ = run.drawbridge("verdict", run.folder().toString());
        var _ = run.drawbridge("verdict", run.folder().toString(), "--report", again.toString());

        assertThat(Json.read(Files.readString(again)).path("compared"))
                .isEqualTo(run.report().path("compared"));
    }

    @Test
    void endsTheCommandWithOneWhereALedgerKnowsNothingOfTheGateway() throws Exception {
        var copy = run.copy();
        copy.strike(Side.APP, line -> line.path("actor").asText().equals("gateway"));

        var ended = run.drawbridge("verdict", copy.folder().toString());

        assertThat(ended.status()).as(ended.said()).isEqualTo(1);
        assertThat(ended.said()).contains("BREACHED");
    }

    @Test
    void cannotBeJudgedWhereRunJsonIsNoneOfOurs() throws Exception {
        var folder = Files.createTempDirectory(run.temp(), "other");
        Files.writeString(folder.resolve("run.json"), "{\"name\": \"something else\"}");

        var ended = run.drawbridge("verdict", folder.toString());

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.said()).contains("run.json tells of no run").doesNotContain("Exception");
    }

    @Test
    void cannotBeJudgedWhileItIsUnderWay() throws Exception {
        var copy = run.copy();
        var file = copy.folder().resolve("run.json");
        var told = (ObjectNode) Json.read(Files.readString(file));
        told.remove("ended");
        Files.writeString(file, told.toString());
        var postgres = Files.createDirectories(copy.folder().resolve("postgres"));
        try (var channel =
                        FileChannel.open(
                                postgres.resolve("owner.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var held = channel.tryLock()) {
            assertThat(held).isNotNull();

            var ended = run.drawbridge("verdict", copy.folder().toString());

            assertThat(ended.status()).isEqualTo(2);
            assertThat(ended.said()).contains("is still under way").doesNotContain("BREACHED");
        }
    }

    @Test
    void cannotBeJudgedWhereThereIsNone() throws Exception {
        var ended = run.drawbridge("verdict", run.temp().resolve("nowhere").toString());

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.said()).contains("there is no run.json").doesNotContain("Exception");
    }

    @Nested
    class ABreachPlantedInItsRows extends PlantedInJournal {

        ABreachPlantedInItsRows(FinishedRun run) {
            super(run);
        }
    }

    @Nested
    class ABreachPlantedInItsLedgers extends PlantedInLedgers {

        ABreachPlantedInItsLedgers(FinishedRun run) {
            super(run);
        }
    }
}
