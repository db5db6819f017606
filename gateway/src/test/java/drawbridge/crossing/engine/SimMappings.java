package drawbridge.crossing.engine;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.file.MappingLoader;

import org.jspecify.annotations.NullUnmarked;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The mappings that worlds run with: as they are shipped, and with what a flow may say instead.
@NullUnmarked
final class SimMappings {

    private static final Path FOLDER = Path.of("..", "mappings");

    private static final String SITUATIONS = "\nsituations:\n  no-match: { acme: create,";

    static final Mappings SHIPPED = load(FOLDER);

    /// The appointments with a weak key; the newest time counts, and labels are joined.
    static final Mappings OTHER =
            changed(
                    Map.of(
                            SITUATIONS,
                            match(false),
                            "  time:\n    policy: hold\n",
                            "  time:\n    policy: newest\n",
                            "  owner:\n    policy: hold\n",
                            """
                              labels:
                                policy: union
                                fields:
                                  labels: { lens: set, acme: /labels, app: /tags }
                              owner:
                                policy: hold
                            """
                                    .indent(0)));

    private static final String DELETES =
            "\ndelete: { acme: cancel, app: cancel }\ncancelled: { status: cancelled }\n";

    /// What Acme's users delete is deleted in the app, and what the app's users delete is marked.
    static final Mappings HARD =
            changed(
                    Map.of(
                            DELETES,
                            """

                            delete: { acme: hard, app: soft }
                            soft-deleted: { place: Deleted }
                            """));

    /// About what Acme's users delete a person is asked; what the app's users delete is deleted.
    static final Mappings ASKED =
            changed(
                    Map.of(
                            DELETES,
                            """

                            delete: { acme: hold, app: hard }
                            cancelled: { status: cancelled }
                            """));

    /// The appointments with a strong key.
    static final Mappings STRONG = changed(Map.of(SITUATIONS, match(true)));

    private SimMappings() {}

    static Mappings load(Path folder) {
        Map<String, String> environment = new HashMap<>();
        for (String tenant : List.of("NORTH", "SOUTH")) {
            for (String of : List.of("ACME_URL", "APP_URL")) {
                environment.put("DRAWBRIDGE_" + tenant + "_" + of, "http://127.0.0.1:1");
            }
            for (String of : List.of("ACME_KEY", "ACME_WEBHOOK", "APP_TOKEN", "APP_PUSH")) {
                environment.put("DRAWBRIDGE_" + tenant + "_" + of, "unused");
            }
        }
        try {
            return MappingLoader.load(folder, environment);
        } catch (Mappings.Refused refused) {
            throw new IllegalStateException(refused.problems().toString(), refused);
        }
    }

    private static String match(boolean strong) {
        return "\nmatch: { fields: [title], strong: " + strong + " }" + SITUATIONS;
    }

    /// The shipped mappings with one text for another, wherever it stands.
    static Mappings changed(Map<String, String> texts) {
        try {
            Path folder = Files.createTempDirectory("mappings");
            try (Stream<Path> files = Files.walk(FOLDER)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = folder.resolve(FOLDER.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    String text = Files.readString(file);
                    for (Map.Entry<String, String> entry : texts.entrySet()) {
                        text = text.replace(entry.getKey(), entry.getValue());
                    }
                    Files.writeString(copy, text);
                }
                return load(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
