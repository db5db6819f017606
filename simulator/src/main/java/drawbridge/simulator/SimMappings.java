package drawbridge.simulator;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.file.MappingLoader;

import org.jspecify.annotations.NullUnmarked;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The mappings that worlds run with: as they are shipped, and with what a flow may say instead.
@NullUnmarked
final class SimMappings {

    /// Flows that no customer of a world runs.
    private static final Set<String> OTHERS = Set.of("meetings.yaml", "people.yaml");

    /// Beside the launcher, which says where it lies; of a test, beside the module.
    private static final Path FOLDER =
            Path.of(Optional.ofNullable(System.getenv("DRAWBRIDGE_HOME")).orElse(".."), "mappings");

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

    /// Like [#OTHER], and nothing is said of the place of what was held.
    static final Mappings RESTING =
            changed(
                    Map.of(
                            SITUATIONS,
                            match(false),
                            "  time:\n    policy: hold\n",
                            "  time:\n    policy: newest\n",
                            "  place:\n    policy: hold\n",
                            "  place:\n    policy: hold\n    when: { acme: \"acme.status !="
                                    + " 'Held'\" }\n"));

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

    /// Acme keeps no reference of ours: nothing in a record of it tells that we made it.
    static final Mappings BARE =
            changed(
                    Map.of(
                            "    external-reference: /external_ref\n",
                            "",
                            "    # The look finds deleted appointments too: what it does not find was never made.\n    create-in-doubt: create-again\n",
                            ""));

    /// The same, and about what Acme's users delete a person is asked.
    static final Mappings BARE_ASKED =
            changed(
                    Map.of(
                            "    external-reference: /external_ref\n",
                            "",
                            "    # The look finds deleted appointments too: what it does not find was never made.\n    create-in-doubt: create-again\n",
                            "",
                            DELETES,
                            """

                            delete: { acme: hold, app: hard }
                            cancelled: { status: cancelled }
                            """));

    private static final String APPS_SERIES =
            """
                      series:
                        rule: /recurrence
                        excluded: /exdates
                        changed: { list: /overrides, original: /original, start: /start, end: /end, title: /title }
                        times: instant
                        absent: empty
            """
                    .indent(0);

    /// The app keeps no rules.
    static final Mappings RULELESS =
            changed(
                    Map.of(
                            APPS_SERIES,
                            "",
                            DELETES,
                            DELETES + "\noccurrences: { of: acme, ahead: 30d, title: title }\n"));

    private SimMappings() {}

    private static Mappings load(Path folder) {
        try {
            return read(folder);
        } catch (Mappings.Refused refused) {
            throw new IllegalStateException(refused.problems().toString(), refused);
        }
    }

    /// Reads mappings whatever of the environment they name: no world has addresses or secrets.
    static Mappings read(Path folder) throws Mappings.Refused {
        return MappingLoader.load(folder, new Anything());
    }

    /// An environment that has an answer to every name.
    private static final class Anything extends AbstractMap<String, String> {

        @Override
        public String get(Object name) {
            return name.toString().endsWith("_URL") ? "http://127.0.0.1:1" : "unused";
        }

        @Override
        public boolean containsKey(Object name) {
            return true;
        }

        @Override
        public Set<Entry<String, String>> entrySet() {
            return Set.of();
        }
    }

    private static String match(boolean strong) {
        return "\nmatch: { fields: [title], strong: " + strong + " }" + SITUATIONS;
    }

    /// The shipped mappings with one text for another, wherever it stands in what a world runs.
    static Mappings changed(Map<String, String> texts) {
        return changed(texts, Map.of());
    }

    /// The same, with further files.
    static Mappings changed(Map<String, String> texts, Map<String, String> more) {
        try {
            Path folder = Files.createTempDirectory("mappings");
            try (Stream<Path> files = Files.walk(FOLDER)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = folder.resolve(FOLDER.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    String text = Files.readString(file);
                    if (!OTHERS.contains(file.getFileName().toString())) {
                        text = replaced(text, texts);
                    }
                    Files.writeString(copy, text);
                }
                for (Map.Entry<String, String> file : more.entrySet()) {
                    Files.writeString(folder.resolve(file.getKey()), file.getValue());
                }
                return load(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String replaced(String text, Map<String, String> texts) {
        String changed = text;
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            changed = changed.replace(entry.getKey(), entry.getValue());
        }
        return changed;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
