package drawbridge.intake;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.intake.PushDesk.Told;
import drawbridge.journal.Payloads;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.tenant.Secrets;

import io.vertx.sqlclient.Row;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The public port over a real PostgreSQL in front of a system that a small file under `hooks/`
/// describes, and the customer north who has a connection to it.
final class HookDesk implements AutoCloseable {

    /// A change as it was stored.
    ///
    /// @param unreadable what a person is told
    record Kept(
            String record,
            boolean tombstone,
            boolean whole,
            String flow,
            String body,
            Optional<String> unreadable) {}

    final PushDesk desk;
    final Mappings mappings;
    final AtomicBoolean started = new AtomicBoolean(true);
    private final String system;

    /// @param secret what north has for the system's webhooks
    HookDesk(String system, String secret) {
        TestDatabase.empty();
        this.system = system;
        this.mappings = mappings(system);
        Secrets secrets =
                (_, _, purpose) ->
                        purpose == Secrets.Purpose.WEBHOOK && !secret.isEmpty()
                                ? Optional.of(secret)
                                : Optional.empty();
        this.desk = new PushDesk(mappings, secrets, started::get, Duration.ofSeconds(15));
    }

    /// Read from a folder that holds this system, the shipped app and one flow between them.
    static Mappings mappings(String system) {
        try {
            Path folder = Files.createTempDirectory("hooks");
            put(folder, "systems/" + system + ".yaml", resource(system));
            put(
                    folder,
                    "systems/app.yaml",
                    Files.readString(Path.of("..", "mappings", "systems", "app.yaml")));
            put(folder, "flows/meetings.yaml", filled("meetings", system));
            put(folder, "tenants/north.yaml", filled("north", system));
            return MappingLoader.load(folder, Map.of("A_KEY", "key", "A_WEBHOOK", "webhook"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Mappings.Refused refused) {
            throw new AssertionError(refused.problems().toString(), refused);
        }
    }

    private static void put(Path folder, String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    private static String filled(String name, String system) throws IOException {
        return resource(name).replace("${system}", system);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        HookDesk.class.getResourceAsStream("/hooks/" + name + ".yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    String path() {
        return "/v1/tenants/north/hooks/" + system;
    }

    /// A webhook without anything behind the address.
    @CanIgnoreReturnValue
    Told hook(String body, String... headers) {
        return hookAt("", body, headers);
    }

    /// @param further what stands behind the address
    @CanIgnoreReturnValue
    Told hookAt(String further, String body, String... headers) {
        return desk.plain("POST", path() + further, body, headers);
    }

    List<Kept> kept() {
        List<Kept> kept = new ArrayList<>();
        for (Row row :
                desk.ask(
                        """
                        select c.flow, coalesce(c.resource || ' ' || c.record_id, '') as record,
                            c.tombstone, c.whole, c.body, p.sentence
                        from change c left join parked p
                            on p.tenant = c.tenant and c.id = any(p.changes)
                        order by c.lane_seq, c.record_id
                        """)) {
            kept.add(
                    new Kept(
                            row.getString("record"),
                            row.getBoolean("tombstone"),
                            row.getBoolean("whole"),
                            row.getString("flow"),
                            new String(
                                    Payloads.open(row.getBuffer("body").getBytes()),
                                    StandardCharsets.UTF_8),
                            Optional.ofNullable(row.getString("sentence"))));
        }
        return kept;
    }

    List<String> records() {
        return kept().stream().map(Kept::record).toList();
    }

    Kept only() {
        List<Kept> all = kept();
        if (all.size() != 1) {
            throw new AssertionError("not one change: " + all);
        }
        return all.getFirst();
    }

    double refused(String reason) {
        var counter = desk.meters.find("drawbridge.intake.refused").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    @Override
    public void close() {
        desk.close();
    }
}
