package drawbridge.mapping.file;

import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Mappings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The mappings that are shipped, for tests: where they lie, and an environment that fills them.
public final class Shipped {

    public static final Path FOLDER = Path.of("..", "mappings");

    private Shipped() {}

    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (String tenant : List.of("NORTH", "SOUTH")) {
            for (String system : List.of("ACME", "APP")) {
                String prefix = "DRAWBRIDGE_" + tenant + "_" + system + "_";
                environment.put(prefix + "URL", "http://127.0.0.1:8080");
                for (String secret : List.of("KEY", "TOKEN", "WEBHOOK", "PUSH")) {
                    environment.put(prefix + secret, "secret");
                }
            }
        }
        return environment;
    }

    /// Read once: properties ask for it a thousand times.
    private static final class Once {
        private static final Mappings MAPPINGS = load(FOLDER);
    }

    static Mappings load() {
        return Once.MAPPINGS;
    }

    public static Mappings load(Path folder) {
        try {
            return MappingLoader.load(folder, environment());
        } catch (Mappings.Refused refused) {
            throw new AssertionError(refused.problems().toString(), refused);
        }
    }

    static Flow flow(String tenant, String flow) {
        return flow(load(), tenant, flow);
    }

    public static Flow flow(Mappings mappings, String tenant, String flow) {
        Flow found = mappings.tenant(tenant).orElseThrow().flows().get(new FlowName(flow));
        if (found == null) {
            throw new AssertionError(tenant + " runs no flow " + flow);
        }
        return found;
    }

    /// A copy of the shipped folder that a test may spoil.
    public static void copy(Path to) {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(FOLDER.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Replaces text in a copy, which must hold it.
    public static void replace(Path folder, String file, String old, String now) {
        try {
            Path path = folder.resolve(file);
            String text = Files.readString(path);
            if (!text.contains(old)) {
                throw new AssertionError(file + " does not say: " + old);
            }
            Files.writeString(path, text.replace(old, now));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
