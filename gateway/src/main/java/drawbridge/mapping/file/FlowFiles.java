package drawbridge.mapping.file;

import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The flows of the folder, as read, from which each tenant's are compiled.
///
/// @param files by the flow's name
/// @param broken those whose file could not be read; naming one is no further mistake
record FlowFiles(Map<String, Yaml.Entries> files, Set<String> broken, Schemas schemas) {

    /// Compiles every flow as its file has it, to find its mistakes even where no tenant runs it.
    void check(Systems systems, Problems problems) {
        var _ = compile(files, systems, ZoneId.of("UTC"), problems);
    }

    /// The flows that a tenant runs, each with what the tenant lays over it.
    Map<FlowName, Flow> compile(Section wanted, Systems systems, ZoneId zone, Problems problems) {
        Overrides overrides = new Overrides(problems);
        Map<String, Yaml.Entries> own = new LinkedHashMap<>();
        wanted.yaml()
                .entries()
                .forEach(
                        (name, entry) -> {
                            Yaml.Entries file = files.get(name);
                            if (file == null) {
                                if (!broken.contains(name)) {
                                    problems.unknown(entry.key(), "flow", name, files.keySet());
                                }
                                return;
                            }
                            Yaml.Entries over = Section.of(entry.value()).yaml();
                            Yaml.Entries laid = overrides.lay(file, over);
                            schemas.check("flow", laid, problems);
                            own.put(name, laid);
                        });
        return compile(own, systems, zone, problems);
    }

    private Map<FlowName, Flow> compile(
            Map<String, Yaml.Entries> own, Systems systems, ZoneId zone, Problems problems) {
        Map<String, Map<Side, ResourceName>> ends = new LinkedHashMap<>();
        files.forEach(
                (name, file) ->
                        ends(own.getOrDefault(name, file), problems)
                                .ifPresent(sides -> ends.put(name, sides)));
        broken.forEach(name -> ends.putIfAbsent(name, Map.of()));
        Map<FlowName, Flow> flows = new LinkedHashMap<>();
        own.forEach(
                (name, file) ->
                        problems.attempt(
                                        () ->
                                                new FlowCompiler(
                                                                new Section(file),
                                                                systems,
                                                                ends,
                                                                zone,
                                                                problems)
                                                        .compile())
                                .ifPresent(flow -> flows.put(flow.name(), flow)));
        return flows;
    }

    private static Optional<Map<Side, ResourceName>> ends(Yaml.Entries file, Problems problems) {
        return problems.attempt(() -> FlowCompiler.sides(new Section(file)));
    }
}
