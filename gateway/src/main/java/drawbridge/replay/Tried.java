package drawbridge.replay;

import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.mapping.file.Problems;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Mappings that somebody hands in to be tried: read as `drawbridge check` reads them, with no
/// environment, and never put in force. No system is called by what they say.
sealed interface Tried {

    /// @param flows of the tenant, by name
    record Flows(Map<FlowName, Flow> flows) implements Tried {

        public Flows {
            flows = Map.copyOf(flows);
        }
    }

    /// @param problems at least one
    record Refused(List<Mappings.Problem> problems) implements Tried {

        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /// The parts of a folder that are read; its schemas come with the program.
    Pattern READ =
            Pattern.compile("(systems|flows|counts|tenants|examples)/[A-Za-z0-9._-]+\\.yaml");

    /// Blocks.
    ///
    /// @param files texts by path within their folder; what is no part of a mapping is left out
    static Tried of(Map<String, String> files, String tenant) {
        try {
            Path folder = Files.createTempDirectory("drawbridge-tried");
            try {
                for (Map.Entry<String, String> file : files.entrySet()) {
                    if (READ.matcher(file.getKey()).matches()) {
                        Path path = folder.resolve(file.getKey());
                        Files.createDirectories(path.getParent());
                        Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
                    }
                }
                return read(folder, tenant);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Tried read(Path folder, String tenant) {
        Problems problems = new Problems();
        var read = MappingLoader.inspect(folder, problems);
        if (!problems.none()) {
            return new Refused(problems.all());
        }
        return read.tenants().stream()
                .flatMap(run -> run.spec().stream())
                .filter(spec -> spec.name().equals(tenant))
                .findFirst()
                .map(TenantSpec::flows)
                .<Tried>map(flows -> new Flows(new TreeMap<>(flows)))
                .orElseGet(
                        () ->
                                new Refused(
                                        List.of(
                                                new Mappings.Problem(
                                                        "tenants/" + tenant + ".yaml",
                                                        1,
                                                        1,
                                                        "these mappings have no such file, so that"
                                                                + " nobody knows which flows "
                                                                + tenant
                                                                + " has in them"))));
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder()).forEach(all::add);
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
