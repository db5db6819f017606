package drawbridge.mapping.file;

import drawbridge.mapping.Count;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.SystemSpec.TimeFormat;
import drawbridge.mapping.SystemSpec.VersionSpec;

import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/// Makes a [Count] of a file under `counts/`, with a tenant's overrides already laid over it.
///
/// @param flows the resources that each flow pairs, for the owners
record CountCompiler(
        Section root,
        Systems systems,
        Map<String, Map<Side, ResourceName>> flows,
        ZoneId zone,
        Problems problems) {

    Count compile() {
        Section counted = root.section("counted");
        Side side = Section.word(counted.need("side"), Side.class);
        Yaml resource = counted.need("resource");
        systems.resource(resource, problems)
                .filter(spec -> !hasOrder(spec))
                .ifPresent(
                        spec ->
                                problems.add(
                                        resource.at(),
                                        spec.name()
                                                + " has no ordered version: which of two states is"
                                                + " the newer one would not be known"));
        ResourceName figure = Systems.name(root.need("figure"));
        figure(figure);
        Section owner = root.section("owner");
        Section day = root.section("day");
        Section kind = root.section("kind");
        return new Count(
                new FlowName(root.text("count")),
                Digest.of(root.yaml().value().toString(), zone.toString()),
                side,
                Systems.name(resource),
                figure,
                Section.pointer(owner.need("at")),
                new FlowName(owner.text("flow")),
                owners(owner, side),
                Section.pointer(day.need("at")),
                Section.word(day.need("format"), TimeFormat.class),
                zone,
                Section.pointer(kind.need("at")),
                kind.texts("words"));
    }

    private static boolean hasOrder(ResourceSpec spec) {
        return spec.version().filter(VersionSpec::ordered).isPresent();
    }

    private void figure(ResourceName name) {
        systems.system(root.at("figure"), name.system(), problems)
                .filter(system -> !system.figures().containsKey(name.resource()))
                .ifPresent(
                        system ->
                                problems.unknown(
                                        root.at("figure"),
                                        "figure",
                                        name.resource(),
                                        system.figures().keySet()));
    }

    private ResourceName owners(Section owner, Side side) {
        Map<Side, ResourceName> ends = flows.get(owner.text("flow"));
        Optional<ResourceName> end = Optional.ofNullable(ends).map(known -> known.get(side));
        if (ends == null) {
            problems.unknown(owner.at("flow"), "flow", owner.text("flow"), flows.keySet());
        }
        return end.orElseThrow(() -> Problems.Malformed.told(owner.at("flow")));
    }
}
