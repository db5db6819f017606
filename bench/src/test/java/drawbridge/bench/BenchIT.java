package drawbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/// The whole bench, as small as it gets: a real gateway, a real PostgreSQL, real baselines. How
/// fast they are is of no interest here.
class BenchIT {

    @TempDir Path temp;

    @Test
    void measuresTheGatewayAndBothBaselinesAndFindsEverythingDelivered() throws Exception {
        StringWriter said = new StringWriter();
        CommandLine command = Bench.commandLine();
        command.setErr(new PrintWriter(said, true));
        command.setOut(new PrintWriter(said, true));
        Path report = temp.resolve("report.json");
        Path data = temp.resolve("run");

        int code =
                command.execute(
                        "--smallest", "--data", data.toString(), "--report", report.toString());

        assertThat(said.toString()).as("what it said").contains("everything is where it belongs");
        // On a machine that is busy elsewhere a baseline may be held back, and it must say so.
        if (said.toString().contains("Nothing is reported:")) {
            assertThat(code).isEqualTo(1);
            assertThat(report).doesNotExist();
        } else {
            assertThat(code).as(said.toString()).isZero();
            complete(new ObjectMapper().readTree(report.toFile()), said.toString());
        }
        assertThat(data).as("nothing is left").doesNotExist();
    }

    private static void complete(JsonNode report, String said) {
        assertThat(report.path("ratios").properties())
                .hasSize(5)
                .allSatisfy(ratio -> assertThat(ratio.getValue().asDouble()).isPositive());
        assertThat(report.path("plainCommitsPerSecond").asDouble()).isPositive();
        JsonNode measures = report.path("measures");
        for (Results.Measure measure : Results.Measure.values()) {
            assertThat(said).contains(measure.words());
        }
        for (String crossing : new String[] {"minimal", "endToEnd", "hot", "half", "manyTenants"}) {
            JsonNode one = measures.path(crossing);
            assertThat(one.path("deliveredPerSecond").asDouble()).as(crossing).isPositive();
            assertThat(one.path("deliveredP99Ms").asDouble())
                    .as(crossing)
                    .isGreaterThanOrEqualTo(one.path("deliveredP50Ms").asDouble());
            assertThat(one.path("walBytesPerChange").asDouble()).as(crossing).isPositive();
        }
        assertThat(report.path("heap").has("usedMb")).isTrue();
    }
}
