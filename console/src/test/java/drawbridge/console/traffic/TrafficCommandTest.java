package drawbridge.console.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.fake.ScriptedGateway;
import drawbridge.opsapi.MappingFile;
import drawbridge.opsapi.MappingProblem;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.TrafficField;
import drawbridge.opsapi.TrafficFlow;
import drawbridge.opsapi.TrafficReplay;
import drawbridge.opsapi.TrafficSample;
import drawbridge.opsapi.TrafficWish;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

class TrafficCommandTest {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir private Path folder;

    private final ScriptedGateway gateway = new ScriptedGateway();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path token = Path.of("");
    private Path mapping = Path.of("");

    @BeforeEach
    void aTokenAndAMapping() throws IOException {
        token = Files.writeString(folder.resolve("ops-token"), "user1 admin 0123456789abcdef\n");
        mapping = folder.resolve("new");
        Files.createDirectories(mapping.resolve("flows"));
        Files.writeString(mapping.resolve("flows/appointments.yaml"), "flow: appointments\n");
        Files.writeString(mapping.resolve("flows/notes.txt"), "no part of it");
    }

    @Test
    void sendsTheFilesOfTheFolderAndSaysThatNothingWouldBeOtherwise() {
        gateway.replays.add(page(null, flow(3, 3, 0)));

        assertThat(run("--since", "2h")).isZero();

        assertThat(gateway.replayWishes)
                .containsExactly(
                        new TrafficWish(
                                Instant.parse("2026-03-02T08:00:00Z"),
                                null,
                                null,
                                500,
                                List.of(
                                        new MappingFile(
                                                "flows/appointments.yaml",
                                                "flow: appointments\n"))));
        assertThat(out.toString())
                .contains("3 changes, 0 would become something else.")
                .containsPattern("3  the same")
                .doesNotContain("otherwise");
    }

    @Test
    void sendsNoFileOfAnotherCustomerHoweverManyThereAre() throws IOException {
        Files.createDirectories(mapping.resolve("tenants"));
        Files.createDirectories(mapping.resolve("examples"));
        Files.writeString(mapping.resolve("tenants/north-gmbh.yaml"), "tenant: north # ours\n");
        Files.writeString(mapping.resolve("tenants/northern.yaml"), "tenant: northern\n");
        Files.writeString(mapping.resolve("tenants/south.yaml"), "# as north\ntenant: south\n");
        Files.writeString(mapping.resolve("examples/west.yaml"), "tenant: \"west\"\n");
        gateway.replays.add(page(null, flow(3, 3, 0)));

        assertThat(run("--since", "2h")).isZero();

        assertThat(gateway.replayWishes.getFirst().files())
                .extracting(MappingFile::path)
                .containsExactly("flows/appointments.yaml", "tenants/north-gmbh.yaml");
    }

    @Test
    void goesOnUntilAsManyWereLookedAtAsAskedWhereLargeOnesMakeShortPages() {
        gateway.replays.add(page("behind", flow(8, 8, 0)));
        gateway.replays.add(page("further", flow(12, 12, 0)));

        assertThat(run("--since", "7d", "--most", "20")).isZero();

        assertThat(gateway.replayWishes).extracting(TrafficWish::most).containsExactly(20, 12);
        assertThat(out.toString()).contains("20 changes, 0 would");
    }

    @Test
    void addsUpThePagesAndShowsBothValuesOfTheNewestSamples() {
        gateway.replays.add(page("behind", flow(500, 498, 2, sample("apt_9", "\"A\"", "\"B\""))));
        gateway.replays.add(
                page(
                        null,
                        flow(
                                40,
                                38,
                                2,
                                sample("apt_2", "\"C\"", "\"D\""),
                                sample("apt_1", "\"E\"", "\"F\""))));

        assertThat(run("--since", "7d", "--samples", "2", "--flow", "appointments")).isEqualTo(1);

        assertThat(gateway.replayWishes)
                .extracting(TrafficWish::after)
                .containsExactly(null, "behind");
        assertThat(gateway.replayWishes.getFirst().flow()).isEqualTo("appointments");
        assertThat(out.toString())
                .contains("540 changes, 4 would")
                .containsPattern("536  the same")
                .containsPattern(" 4  otherwise")
                .contains("app.event /title: 3 changes")
                .contains("acme.appointment apt_9")
                .contains("      - \"A\"")
                .contains("      + \"B\"")
                .contains("apt_2")
                .doesNotContain("apt_1,")
                .doesNotContain("older changes");
    }

    @Test
    void looksAtNoMoreThanAskedAndSaysSo() {
        gateway.replays.add(page("behind", flow(200, 200, 0)));

        assertThat(run("--since", "2026-03-01", "--most", "200")).isZero();

        assertThat(gateway.replayWishes).extracting(TrafficWish::most).containsExactly(200);
        assertThat(out.toString()).contains("There are older changes: --most 200 ended it.");
    }

    @Test
    void tellsEachMistakeOfTheNewMappingsWithItsPlace() {
        gateway.replays.add(
                new TrafficReplay(
                        List.of(
                                new MappingProblem(
                                        "flows/appointments.yaml", 1, 1, "sides is missing")),
                        List.of(),
                        null));

        assertThat(run("--since", "1h")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(mapping.resolve("flows/appointments.yaml") + ":1:1: sides is missing");
    }

    @Test
    void printsJsonForProgramsAlone() {
        gateway.replays.add(page(null, flow(1, 0, 1, sample("apt_1", "\"A\"", "\"B\""))));

        assertThat(run("--since", "1h", "--json")).isEqualTo(1);

        TrafficReplay read = OpsJson.read(out.toString(), TrafficReplay.class);
        assertThat(read.flows().getFirst().fields().getFirst().field())
                .isEqualTo("app.event /title");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysThatAFolderHoldsNoMappings() {
        mapping = folder.resolve("elsewhere");

        assertThat(run("--since", "1h")).isEqualTo(2);
        assertThat(err.toString()).contains("elsewhere holds no mappings");
        assertThat(gateway.replayWishes).isEmpty();
    }

    @Test
    void refusesATimeThatIsNone() {
        assertThat(run("--since", "yesterday")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "--since is 30m, 12h or 7d, or a time such as 2026-11-30T08:00, and not yesterday.");
    }

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-03-02T09:58:30Z",
        "30m, 2026-03-02T09:30:00Z",
        "12h, 2026-03-01T22:00:00Z",
        "7d, 2026-02-23T10:00:00Z",
        "2026-03-01, 2026-02-28T23:00:00Z",
        "2026-03-01T08:00, 2026-03-01T07:00:00Z",
        "2026-03-01T08:00Z, 2026-03-01T08:00:00Z",
        "2026-03-01T08:00:00+05:30, 2026-03-01T02:30:00Z"
    })
    void readsATimeAsPeopleWriteIt(String text, Instant expected) {
        assertThat(Since.of(text, CLOCK, ZoneId.of("Europe/Berlin"))).hasValue(expected);
    }

    private static TrafficReplay page(@Nullable String next, TrafficFlow flow) {
        return new TrafficReplay(List.of(), List.of(flow), next);
    }

    private static TrafficFlow flow(
            long changes, long same, long different, TrafficSample... samples) {
        return new TrafficFlow(
                "appointments",
                changes,
                same,
                different,
                changes - same - different,
                0,
                0,
                0,
                0,
                samples.length == 0
                        ? List.of()
                        : List.of(
                                new TrafficField(
                                        "app.event /title", samples.length, List.of(samples))));
    }

    private static TrafficSample sample(String id, String then, String now) {
        return new TrafficSample("c-" + id, NOW, new RecordId("acme.appointment", id), then, now);
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(
                List.of(
                        "north",
                        "--mapping",
                        mapping.toString(),
                        "--token-file",
                        token.toString()));
        return TrafficCommand.commandLine((_, _) -> gateway, CLOCK, false)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
