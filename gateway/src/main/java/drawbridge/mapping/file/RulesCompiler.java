package drawbridge.mapping.file;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow.MassDelete;
import drawbridge.mapping.Flow.MatchKey;
import drawbridge.mapping.Flow.NoMatch;
import drawbridge.mapping.Flow.OnDelete;
import drawbridge.mapping.Flow.OnMappingChange;
import drawbridge.mapping.Flow.OneMatch;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.lens.CompiledFlow;
import drawbridge.mapping.lens.Field;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes what a flow does in each situation: match key, no match, delete.
///
/// @param specs the resources of both sides, as far as they could be read
/// @param fields of the flow, with the part of the file that each came from
record RulesCompiler(
        Section root,
        Map<Side, ResourceSpec> specs,
        Map<FieldName, Field> fields,
        Map<FieldName, Section> sources,
        LensCompiler lenses,
        Problems problems) {

    CompiledFlow.Rules compile() {
        Section situations = root.section("situations");
        CompiledFlow.Rules rules =
                new CompiledFlow.Rules(
                        matches(),
                        situations
                                .maybe("one-match", yaml -> Section.word(yaml, OneMatch.class))
                                .orElse(OneMatch.LINK_ONLY),
                        bySide(situations.section("no-match"), NoMatch.class),
                        bySide(root.section("delete"), OnDelete.class),
                        left("cancelled"),
                        left("soft-deleted"),
                        massDelete(),
                        root.maybe(
                                        "on-mapping-change",
                                        yaml -> Section.word(yaml, OnMappingChange.class))
                                .orElse(OnMappingChange.HOLD));
        creatable(rules, situations.section("no-match"));
        cancellable(rules);
        return rules;
    }

    private static <E extends Enum<E>> Map<Side, E> bySide(Section yaml, Class<E> words) {
        Map<Side, E> bySide = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            bySide.put(side, Section.word(yaml.need(side.word()), words));
        }
        return bySide;
    }

    /// One key, or a list of them.
    private List<MatchKey> matches() {
        Optional<Yaml> yaml = root.maybe("match", at -> at);
        List<MatchKey> keys = new ArrayList<>();
        for (Yaml key :
                yaml.map(at -> at instanceof Yaml.Items ? Section.items(at) : List.of(at))
                        .orElse(List.of())) {
            keys.add(match(Section.of(key)));
        }
        return keys;
    }

    private MatchKey match(Section yaml) {
        List<FieldName> names = new ArrayList<>();
        for (Yaml item : Section.items(yaml.need("fields"))) {
            FieldName name = new FieldName(Section.text(item));
            if (known(item.at(), name)) {
                names.add(name);
            }
        }
        Map<Side, String> lookups = new EnumMap<>(Side.class);
        boolean strong = Section.flag(yaml.need("strong"));
        if (!yaml.has("lookup")) {
            return new MatchKey(names, strong, lookups);
        }
        Section lookup = yaml.section("lookup");
        for (Side side : Side.values()) {
            String name = lookup.text(side.word());
            lookups.put(side, name);
            ResourceSpec spec = specs.get(side);
            if (spec != null && !spec.lookups().containsKey(name)) {
                problems.unknown(
                        lookup.at(side.word()),
                        "lookup of " + spec.name(),
                        name,
                        spec.lookups().keySet());
            }
        }
        return new MatchKey(names, strong, lookups);
    }

    private MassDelete massDelete() {
        MassDelete usual = MassDelete.USUAL;
        if (!root.has("mass-delete")) {
            return usual;
        }
        Section yaml = root.section("mass-delete");
        return new MassDelete(
                yaml.maybe("more-than", Section::whole).orElse(usual.count()),
                yaml.maybe("percent", Section::whole).orElse(usual.percent()),
                yaml.maybe("within", Section::duration).orElse(usual.within()),
                yaml.maybe("gather", Section::duration).orElse(usual.gather()));
    }

    private boolean known(Yaml.Place at, FieldName name) {
        if (!fields.containsKey(name)) {
            List<String> all = fields.keySet().stream().map(FieldName::value).toList();
            problems.unknown(at, "field", name.value(), all);
        }
        return fields.containsKey(name);
    }

    /// The values that a record that is left gets.
    private Map<FieldName, Neutral> left(String key) {
        Map<FieldName, Neutral> values = new LinkedHashMap<>();
        root.members(key)
                .forEach(
                        (field, yaml) -> {
                            FieldName name = new FieldName(field);
                            Section source = sources.get(name);
                            if (known(yaml.at(), name) && source != null) {
                                values.put(name, lenses.literal(source.text("lens"), yaml, source));
                            }
                        });
        return values;
    }

    private void creatable(CompiledFlow.Rules rules, Section yaml) {
        for (Side source : Side.values()) {
            ResourceSpec target = specs.get(source.other());
            if (rules.noMatch().get(source) == NoMatch.CREATE
                    && target != null
                    && target.create().isEmpty()) {
                problems.add(yaml.at(source.word()), target.name() + " cannot be created");
            }
        }
    }

    private void cancellable(CompiledFlow.Rules rules) {
        if (rules.onDelete().containsValue(OnDelete.CANCEL) && !root.has("cancelled")) {
            problems.add(
                    root.at("delete"),
                    "'cancel' needs the key 'cancelled': the values that a cancelled record gets");
        }
        if (rules.onDelete().containsValue(OnDelete.SOFT) && !root.has("soft-deleted")) {
            problems.add(
                    root.at("delete"),
                    "'soft' needs the key 'soft-deleted': the values that such a record gets");
        }
        for (Side gone : Side.values()) {
            ResourceSpec left = specs.get(gone.other());
            boolean deletes =
                    rules.onDelete().get(gone) == OnDelete.HARD
                            || (rules.onDelete().get(gone) == OnDelete.HOLD
                                    && rules.cancelled().isEmpty()
                                    && rules.softDeleted().isEmpty());
            if (deletes && left != null && left.delete().isEmpty()) {
                problems.add(
                        root.section("delete").at(gone.word()),
                        left.name()
                                + " cannot be deleted: write 'cancel', 'soft' or 'unlink', or its"
                                + " call under 'delete' of its system");
            }
        }
    }
}
