package drawbridge.sandbox.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// A short run of the whole demo as its report and its folder tell it.
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

        assertThat(told.path("kill").path("pid").asLong()).isPositive();
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
    void cannotBeJudgedWhereThereIsNone() throws Exception {
        var ended = run.drawbridge("verdict", run.temp().resolve("nowhere").toString());

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.said()).contains("there is no run.json").doesNotContain("Exception");
    }
}
