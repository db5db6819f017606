package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command, as whoever types it sees it.
class SimulateTest {

    @TempDir private Path temp;

    private record Ended(int code, String out, String err) {}

    private static Ended simulate(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Simulate.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return new Ended(line.execute(words), out.toString(), err.toString());
    }

    @Test
    void reportsWhatItCountedAndHowOftenEachFaultAndDecisionOccurred() throws IOException {
        Path report = temp.resolve("r.json");

        Ended ended = simulate("--seeds", "3", "--from", "5", "--report", report.toString());

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("CLEAN   3 seeds");
        JsonNode told = new ObjectMapper().readTree(Files.readString(report));
        assertThat(told.path("seeds").asInt()).isEqualTo(3);
        assertThat(told.path("from").asInt()).isEqualTo(5);
        for (String kind : List.of("lost", "doubled", "older", "diverged", "looped", "stuck")) {
            assertThat(told.path(kind).asInt(-1)).as(kind).isZero();
        }
        assertThat(told.path("virtualHours").asDouble()).isPositive();
        assertThat(told.path("seconds").isNumber()).isTrue();
        assertThat(told.at("/coverage/faults")).hasSize(Fault.values().length);
        assertThat(told.at("/coverage/faults/crash").asLong()).isPositive();
        assertThat(told.at("/coverage/decisions/create").asLong()).isPositive();
    }

    @Test
    void playsASeedAgainBitForBit() {
        SeedRun first = SeedRun.of(SimPlan.of(11));
        SeedRun again = SeedRun.of(SimPlan.of(11), SimTale.kept());

        assertThat(again.history()).isEqualTo(first.history());
        assertThat(again.coverage().faults()).isEqualTo(first.coverage().faults());
        assertThat(again.coverage().decisions()).isEqualTo(first.coverage().decisions());
        assertThat(simulate("--replay", "11").out()).contains(first.history());
    }

    /// Fewer faults, and the rest of the world as it was.
    @Test
    void leavesAFaultOutThatIsNotWanted() {
        SeedRun run = SeedRun.of(SimPlan.of(11).without(Fault.CRASH).without(Fault.OUTAGE));

        assertThat(run.coverage().faults())
                .containsEntry("crash", 0L)
                .containsEntry("outage", 0L)
                .extractingByKey("answer-lost")
                .isNotEqualTo(0L);
        assertThat(run.breaches()).isEmpty();
    }

    @Test
    void runsTheMappingsOfAFolder() {
        Ended ended = simulate("--seeds", "2", "--mapping", Path.of("..", "mappings").toString());

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("CLEAN   2 seeds");
        assertThat(ended.out()).startsWith("Runs the tenants north and south.\n");
    }

    @Test
    void saysWhichTenantsOfAFolderItDoesNotRun() throws IOException {
        Path folder = temp.resolve("mappings");
        copy(Path.of("..", "mappings"), folder);
        Path tenants = folder.resolve("tenants");
        Files.writeString(
                tenants.resolve("east.yaml"),
                Files.readString(tenants.resolve("north.yaml")).replace("north", "east"));

        Ended ended = simulate("--seeds", "1", "--mapping", folder.toString());

        assertThat(ended.out())
                .startsWith(
                        "Runs the tenants east and north. A world has two at most, the first by"
                                + " name; not run: south.\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--seeds 0          | --seeds: at least 1, not 0.",
                "--seeds many       | many",
                "--mapping nowhere  | --mapping: there is no folder 'nowhere'.",
                "--report .         | is a folder; name a file in it.",
                "--sed 5            | Unknown option"
            })
    void saysWhatIsWrongWithAWord(String words, String sentence) {
        Ended ended = simulate(words.split(" ", -1));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains(sentence)
                .contains("./drawbridge simulate --help tells the options.");
    }

    @Test
    void tellsWhereMappingsAreWrong() throws IOException {
        Path folder = temp.resolve("mappings");
        copy(Path.of("..", "mappings"), folder);
        Path flow = folder.resolve("flows/appointments.yaml");
        Files.writeString(flow, Files.readString(flow).replace("policy: hold", "policy: hopes"));

        Ended ended = simulate("--seeds", "1", "--mapping", folder.toString());

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("flows/appointments.yaml:").contains("hopes");
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files = new ArrayList<>();
        try (var all = Files.walk(from)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        for (Path file : files) {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }
}
