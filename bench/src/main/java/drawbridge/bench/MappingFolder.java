package drawbridge.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The mappings of a gateway that is measured: the bench's systems and flow, and as many tenants as
/// it is to have.
final class MappingFolder {

    /// The variable that holds what signs the webhooks.
    static final String WEBHOOK = "BENCH_WEBHOOK";

    /// The variable that holds what is shown to both systems.
    static final String KEY = "BENCH_KEY";

    private static final List<String> FILES =
            List.of("systems/acme.yaml", "systems/app.yaml", "flows/visits.yaml");

    private MappingFolder() {}

    /// The name of a tenant, counted from 0.
    static String tenant(int number) {
        return String.format(Locale.ROOT, "t%04d", number);
    }

    /// @param space where their records are at the sink
    static Path write(Path folder, String space, int tenants, int sinkPort) throws IOException {
        for (String file : FILES) {
            Path to = folder.resolve(file);
            Files.createDirectories(to.resolveSibling(""));
            try (InputStream in = MappingFolder.class.getResourceAsStream("mappings/" + file)) {
                if (in == null) {
                    throw new IOException("The bench's own mapping " + file + " is missing.");
                }
                long _ = Files.copy(in, to);
            }
        }
        Files.createDirectories(folder.resolve("tenants"));
        for (int i = 0; i < tenants; i++) {
            var _ =
                    Files.writeString(
                            folder.resolve("tenants/" + tenant(i) + ".yaml"),
                            text(tenant(i), space, sinkPort));
        }
        return folder;
    }

    private static String text(String tenant, String space, int port) {
        return String.format(
                Locale.ROOT,
                """
                tenant: %1$s
                title: Customer %1$s
                zone: Europe/Berlin

                connections:
                  acme:
                    endpoint: http://127.0.0.1:%3$d/%2$s/%1$s
                    credential: { env: %5$s }
                    webhook: { env: %4$s }
                  app:
                    endpoint: http://127.0.0.1:%3$d/%2$s/%1$s
                    credential: { env: %5$s }

                flows:
                  visits: {}
                """,
                tenant,
                space,
                port,
                WEBHOOK,
                KEY);
    }
}
