package drawbridge.mapping.file;

import drawbridge.mapping.Count;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.file.Inspected.Laid;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The flows and counts of the folder, as read, from which each tenant's are compiled.
record FlowFiles(NamedFiles flows, NamedFiles counts) {

    /// What a tenant runs.
    ///
    /// @param flows each with its file, over which the tenant's part is laid
    record Compiled(Map<FlowName, Laid<Flow>> flows, Map<FlowName, Laid<Count>> counts) {}

    static <T> Map<FlowName, T> made(Map<FlowName, Laid<T>> parts) {
        Map<FlowName, T> made = new LinkedHashMap<>();
        parts.forEach((name, part) -> made.put(name, part.made()));
        return made;
    }

    /// Compiles everything as its file has it, to find its mistakes even where no tenant runs it.
    Compiled check(Systems systems, Problems problems) {
        return compile(flows.files(), counts.files(), systems, ZoneId.of("UTC"), problems);
    }

    /// What a tenant runs, each with what the tenant lays over it.
    Compiled compile(Section tenant, Systems systems, ZoneId zone, Problems problems) {
        return compile(
                flows.laid(tenant.section("flows"), problems),
                tenant.has("counts") ? counts.laid(tenant.section("counts"), problems) : Map.of(),
                systems,
                zone,
                problems);
    }

    private Compiled compile(
            Map<String, Yaml.Entries> ownFlows,
            Map<String, Yaml.Entries> ownCounts,
            Systems systems,
            ZoneId zone,
            Problems problems) {
        Map<String, Yaml.Entries> spread = new LinkedHashMap<>(ownFlows);
        spread.replaceAll((_, file) -> problems.attempt(() -> Within.spread(file)).orElse(file));
        Map<String, Map<Side, ResourceName>> ends = new LinkedHashMap<>();
        flows.files()
                .forEach(
                        (name, file) ->
                                ends(ownFlows.getOrDefault(name, file), problems)
                                        .ifPresent(sides -> ends.put(name, sides)));
        flows.broken().forEach(name -> ends.putIfAbsent(name, Map.of()));
        Map<FlowName, Laid<Flow>> compiled = new LinkedHashMap<>();
        spread.forEach(
                (_, file) ->
                        problems.attempt(
                                        () ->
                                                new FlowCompiler(
                                                                new Section(file),
                                                                systems,
                                                                ends,
                                                                zone,
                                                                problems)
                                                        .compile())
                                .ifPresent(
                                        flow ->
                                                compiled.put(
                                                        flow.name(),
                                                        new Laid<>(new Section(file), flow))));
        Map<FlowName, Laid<Count>> counting = new LinkedHashMap<>();
        ownCounts.forEach(
                (_, file) ->
                        problems.attempt(
                                        () ->
                                                new CountCompiler(
                                                                new Section(file),
                                                                systems,
                                                                ends,
                                                                zone,
                                                                problems)
                                                        .compile())
                                .ifPresent(
                                        count ->
                                                counting.put(
                                                        count.name(),
                                                        new Laid<>(new Section(file), count))));
        return new Compiled(compiled, counting);
    }

    private static Optional<Map<Side, ResourceName>> ends(Yaml.Entries file, Problems problems) {
        return problems.attempt(() -> FlowCompiler.sides(new Section(file)));
    }
}
