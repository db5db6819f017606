package drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

class LoaderIT {

    private Path folder;
    private Town town;

    @BeforeEach
    void start(@TempDir Path folder) {
        this.folder = folder;
        town = new Town(folder);
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void everyRowBecomesARecordThatIsToldByAWebhookOfItsOwn() throws Exception {
        var report = load(appointments("7001,C00002,2026-03-01T10:00:00Z,2026-03-02,HEAD OFFICE"));

        assertThat(report.at("/appointments/accepted").asInt()).isEqualTo(1);
        assertThat(report.at("/emails/accepted").asInt()).isEqualTo(3);
        assertThat(report.get("rejected")).isEmpty();
        await().until(() -> told("appointment.created") == 1 && told("activity.created") == 3);
        var made = town.acme("GET", "/appointments", "").body().at("/data/0");
        assertThat(made.get("subject").asText()).isEqualTo("Appointment 7001");
        assertThat(made.get("all_day_on").asText()).isEqualTo("2026-03-02");
        var mail = town.acme("GET", "/activities?external_id=2", "").body().at("/data/0");
        assertThat(mail.get("occurred_at").asText()).isEqualTo("2016-01-01T00:00:00.000Z");
        assertThat(mail.get("kind").asText()).isEqualTo("email");
    }

    @Test
    void theSendersAreUsersOfBothSystemsAndTheContactsNumberChoosesTheOwner() throws Exception {
        var _ = load(appointments("7001,C00003,2026-03-01T10:00:00Z,2026-03-02,HERE"));

        var users = town.acme("GET", "/users", "").body().get("data");
        var members = town.app("GET", "/members", "").body().get("items");
        assertThat(users.findValuesAsText("email"))
                .containsExactly("user10001@example.com", "user10004@example.com");
        assertThat(members.findValuesAsText("mail"))
                .containsExactlyInAnyOrderElementsOf(users.findValuesAsText("email"));
        var made = town.acme("GET", "/appointments", "").body().at("/data/0");
        assertThat(made.get("owner_id")).isEqualTo(users.get(1).get("id"));
    }

    @Test
    void aBrokenRowIsToldByItsLineAndHindersNoOther() throws Exception {
        var report =
                load(
                        appointments(
                                "7001,C00001,2026-03-01T10:00:00Z,2026-02-31,HERE",
                                "7002,C00001,2026-03-01T10:00:00Z,2026-03-02,\"HERE, UPSTAIRS\"",
                                "7003,C00001,2026-03"));

        assertThat(report.at("/appointments/accepted").asInt()).isEqualTo(1);
        assertThat(report.get("rejected").findValuesAsText("line"))
                .containsExactlyInAnyOrder("2", "4");
        assertThat(report.get("rejected").toString()).contains("all_day_on is not a date");
        var made = town.acme("GET", "/appointments", "").body().at("/data/0");
        assertThat(made.get("location").asText()).isEqualTo("HERE, UPSTAIRS");
    }

    @Test
    void aSecondLoadMakesNobodyTwice() throws Exception {
        var file = appointments("7001,C00003,2026-03-01T10:00:00Z,2026-03-02,HERE");
        var _ = load(file);

        var _ = load(file);

        assertThat(town.acme("GET", "/users", "").body().get("data")).hasSize(2);
        assertThat(town.acme("GET", "/contacts", "").body().get("data")).hasSize(2);
        assertThat(town.app("GET", "/members", "").body().get("items")).hasSize(2);
    }

    private JsonNode load(Path appointments) throws IOException {
        var report = folder.resolve("report.json");
        var said = new StringWriter();
        int exit =
                Sandbox.commandLine()
                        .setOut(new PrintWriter(said))
                        .setErr(new PrintWriter(said))
                        .execute(
                                "load",
                                "--acme",
                                town.acme,
                                "--app",
                                town.app,
                                "--control",
                                "control",
                                "--account",
                                "north",
                                "--appointments",
                                appointments.toString(),
                                "--emails",
                                emails().toString(),
                                "--report",
                                report.toString());
        assertThat(exit).as(said.toString()).isIn(0, 3);
        return new ObjectMapper().readTree(report.toFile());
    }

    private Path appointments(String... rows) throws IOException {
        var file = folder.resolve("appointments.csv");
        var head = "\uFEFFappointment_id,contact_id,booked_at,starts_on,location\n";
        return Files.writeString(file, head + String.join("\n", rows) + "\n");
    }

    private Path emails() throws IOException {
        var file = folder.resolve("emails.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(
                    "sender,recipient,seconds\n1,2,0\n4,2,60\n4,2,60\n"
                            .getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private long told(String type) {
        return town.gateway.deliveries.stream()
                .filter(hook -> hook.body().contains("\"" + type + "\""))
                .count();
    }
}
