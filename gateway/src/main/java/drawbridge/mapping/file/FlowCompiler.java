package drawbridge.mapping.file;

import drawbridge.mapping.Direction;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Flow.End;
import drawbridge.mapping.Flow.Enrichment;
import drawbridge.mapping.Flow.Group;
import drawbridge.mapping.Flow.Policy;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Lookup;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.cel.Wanted;
import drawbridge.mapping.lens.CompiledFlow;
import drawbridge.mapping.lens.Condition;
import drawbridge.mapping.lens.Field;
import drawbridge.mapping.lens.Lens;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Makes a [Flow] of a file under `flows/`, with a tenant's overrides already laid over it.
final class FlowCompiler {

    private final Section root;
    private final Systems systems;
    private final Map<String, Map<Side, ResourceName>> flows;
    private final ZoneId zone;
    private final Problems problems;
    private final SequencedMap<FieldName, Field> fields = new LinkedHashMap<>();
    private final Map<FieldName, Section> sources = new LinkedHashMap<>();

    /// @param flows the resources that each flow pairs, for references
    FlowCompiler(
            Section root,
            Systems systems,
            Map<String, Map<Side, ResourceName>> flows,
            ZoneId zone,
            Problems problems) {
        this.root = root;
        this.systems = systems;
        this.flows = flows;
        this.zone = zone;
        this.problems = problems;
    }

    /// The resources that a flow pairs, as its file names them.
    static Map<Side, ResourceName> sides(Section root) {
        Map<Side, ResourceName> sides = new EnumMap<>(Side.class);
        Section yaml = root.section("sides");
        for (Side side : Side.values()) {
            sides.put(side, Systems.name(yaml.need(side.word())));
        }
        return sides;
    }

    Flow compile() {
        Section sides = root.section("sides");
        Map<Side, ResourceSpec> specs = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            systems.resource(sides.need(side.word()), problems)
                    .ifPresent(spec -> specs.put(side, spec));
        }
        List<Enrichment> enrichments = new ArrayList<>();
        root.members("enrichments")
                .forEach(
                        (name, yaml) ->
                                problems.attempt(() -> enrichment(name, Section.of(yaml)))
                                        .ifPresent(enrichments::add));
        Map<Side, Expressions> expressions = new EnumMap<>(Side.class);
        specs.forEach(
                (side, spec) ->
                        expressions.put(
                                side,
                                Expressions.of(
                                        side,
                                        spec.name(),
                                        enrichments,
                                        end(spec).changed(),
                                        systems::type)));
        LensCompiler lenses = lenses(enrichments, expressions);
        List<Group> groups = new ArrayList<>();
        root.members("groups")
                .forEach(
                        (name, yaml) ->
                                problems.attempt(() -> group(name, Section.of(yaml), lenses))
                                        .ifPresent(groups::add));
        CompiledFlow.Conditions conditions = conditions(expressions);
        CompiledFlow.Rules rules =
                new RulesCompiler(root, specs, fields, sources, lenses, problems).compile();
        if (specs.size() < Side.values().length) {
            throw Problems.Malformed.told(sides.at());
        }
        Map<Side, End> ends = new EnumMap<>(Side.class);
        specs.forEach((side, spec) -> ends.put(side, end(spec)));
        Optional<Occurring> occurring =
                root.has("occurrences")
                        ? new OccurrencesCompiler(
                                        root.section("occurrences"), ends, fields, rules, problems)
                                .compile()
                        : Optional.empty();
        return new CompiledFlow(
                new FlowName(root.text("flow")),
                version(ends),
                ends,
                groups,
                fields,
                enrichments,
                rules,
                occurring,
                conditions);
    }

    private CompiledFlow.Conditions conditions(Map<Side, Expressions> expressions) {
        Map<GroupName, Map<Side, Condition>> groups = new LinkedHashMap<>();
        root.members("groups")
                .forEach(
                        (name, yaml) ->
                                groups.put(
                                        new GroupName(name),
                                        conditions(Section.of(yaml), "when", expressions)));
        return new CompiledFlow.Conditions(conditions(root, "filter", expressions), groups);
    }

    private Map<Side, Condition> conditions(
            Section yaml, String key, Map<Side, Expressions> expressions) {
        Map<Side, Condition> conditions = new EnumMap<>(Side.class);
        Map<String, Yaml> texts = yaml.members(key);
        expressions.forEach(
                (side, of) ->
                        Optional.ofNullable(texts.get(side.word()))
                                .flatMap(text -> of.asked(text, Wanted.CONDITION, false, problems))
                                .map(Condition::new)
                                .ifPresent(condition -> conditions.put(side, condition)));
        return conditions;
    }

    private static End end(ResourceSpec spec) {
        return new End(
                spec.name(),
                spec.preconditions(),
                spec.externalReference(),
                spec.read().isPresent(),
                spec.consistency(),
                spec.createInDoubt(),
                spec.updatedAt()
                        .map(at -> new Flow.Changed(at.at(), at.format(), at.skew()))
                        .orElse(Flow.Changed.NEVER_TOLD));
    }

    /// Everything that decides what the flow does: its own text, what it takes from its systems,
    /// and its lenses, which carry the tenant's zone and the ends of other flows.
    private String version(Map<Side, End> ends) {
        StringBuilder text = new StringBuilder();
        for (Side side : Side.values()) {
            text.append(ends.get(side)).append('\n');
            fields.values().forEach(field -> text.append(field.lens(side)).append('\n'));
        }
        return Digest.of(root.yaml().value().toString(), text.toString());
    }

    private Enrichment enrichment(String name, Section yaml) {
        Yaml resource = yaml.need("resource");
        Optional<ResourceSpec> spec = systems.resource(resource, problems);
        spec.filter(one -> one.read().isEmpty())
                .ifPresent(
                        one ->
                                problems.add(
                                        resource.at(), one.name() + " cannot be read by its id"));
        Optional<String> lookup = yaml.maybe("lookup", Section::text);
        spec.ifPresent(one -> lookup.ifPresent(called -> several(yaml, one, called)));
        return new Enrichment(
                name,
                Section.word(yaml.need("of"), Side.class),
                Systems.name(resource),
                Section.pointer(yaml.need("reference")),
                yaml.maybe("when-down", at -> Section.word(at, Flow.WhenDown.class))
                        .orElse(Flow.WhenDown.WAIT),
                yaml.maybe("keep", Section::duration),
                lookup);
    }

    /// A lookup by which several records are read at once.
    private void several(Section yaml, ResourceSpec resource, String name) {
        Lookup lookup = resource.lookups().get(name);
        if (lookup == null) {
            problems.unknown(
                    yaml.at("lookup"),
                    "lookup of " + resource.name(),
                    name,
                    resource.lookups().keySet());
        } else if (!lookup.call().has("ids")) {
            problems.add(
                    yaml.at("lookup"),
                    "the lookup '" + name + "' takes no {ids}, so that it cannot read several");
        }
    }

    private LensCompiler lenses(List<Enrichment> enrichments, Map<Side, Expressions> expressions) {
        Map<String, Side> known = new LinkedHashMap<>();
        enrichments.forEach(enrichment -> known.put(enrichment.name(), enrichment.of()));
        // One that could not be read is no further mistake where it is named.
        root.members("enrichments").keySet().forEach(name -> known.putIfAbsent(name, Side.ACME));
        return new LensCompiler(known, flows, zone, expressions, problems);
    }

    private Group group(String name, Section yaml, LensCompiler lenses) {
        Set<Direction> ways = yaml.maybe("crosses", FlowCompiler::ways).orElse(BOTH);
        List<FieldName> names = new ArrayList<>();
        yaml.members("fields")
                .forEach(
                        (field, at) ->
                                problems.attempt(() -> lenses.field(field, Section.of(at)))
                                        .ifPresent(
                                                compiled -> {
                                                    names.add(compiled.name());
                                                    take(compiled, Section.of(at), ways);
                                                }));
        Policy policy =
                yaml.maybe("policy", at -> Section.word(at, Policy.class)).orElse(Policy.HOLD);
        if (policy == Policy.UNION && !allSets(yaml)) {
            problems.add(
                    yaml.at("policy"),
                    "'union' is for groups whose fields all have the lens 'set'");
        }
        return new Group(new GroupName(name), List.copyOf(names), ways, policy);
    }

    private static boolean allSets(Section group) {
        return group.members("fields").values().stream()
                .map(Section::of)
                .allMatch(field -> field.text("lens").equals("set"));
    }

    private void take(Field field, Section yaml, Set<Direction> ways) {
        if (fields.putIfAbsent(field.name(), field) != null) {
            problems.add(
                    yaml.at(),
                    "the field '" + field.name() + "' stands in two groups of this flow");
        }
        sources.put(field.name(), yaml);
        for (Direction way : ways) {
            Lens target = field.lens(way.target());
            if (target instanceof Lens.Enriched || target instanceof Lens.Computed) {
                problems.add(
                        yaml.at(way.target().word()),
                        "what is "
                                + (target instanceof Lens.Computed
                                        ? "computed"
                                        : "read from a further record")
                                + " is never written; let the group say 'crosses: "
                                + (way == Direction.TO_ACME ? "to-app" : "to-acme")
                                + "'");
            }
        }
    }

    private static final Set<Direction> BOTH = Set.of(Direction.values());

    private static Set<Direction> ways(Yaml yaml) {
        return switch (Section.text(yaml)) {
            case "both-ways" -> BOTH;
            case "never" -> Set.of();
            default -> Set.of(Section.word(yaml, Direction.class));
        };
    }
}
