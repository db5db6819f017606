package drawbridge.mapping.check;

import drawbridge.mapping.Direction;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Flow.Group;
import drawbridge.mapping.Flow.NoMatch;
import drawbridge.mapping.Flow.OnDelete;
import drawbridge.mapping.Lookup;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.file.Expressions;
import drawbridge.mapping.file.Nearest;
import drawbridge.mapping.file.Section;
import drawbridge.mapping.file.Yaml;
import drawbridge.mapping.file.Yaml.Place;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds what a flow says about situations that never come, and words that only one side has.
///
/// @param tenant the file of the tenant that runs the flow, if one does
record Reach(
        Map<String, Api> apis,
        Flow flow,
        Section yaml,
        Optional<String> tenant,
        Findings findings) {

    void run() {
        for (Group group : flow.groups()) {
            Section at = yaml.section("groups").section(group.name().value());
            policy(group, at);
            newest(group, at);
            writable(group, yaml.section("groups").key(group.name().value()));
            for (FieldName name : group.fields()) {
                partners(group, at.section("fields").section(name.value()));
            }
        }
        creates();
        partnerless();
        deletes();
        keys();
        enrichments();
    }

    // ---- Groups

    /// Both sides can have changed a group only if it crosses both ways.
    private void policy(Group group, Section at) {
        if (!at.has("policy") || group.ways().size() == Direction.values().length) {
            return;
        }
        Place policy = at.at("policy");
        boolean isNarrowed =
                !policy.file().equals(at.at("crosses").file())
                        && tenant.filter(at.at("crosses").file()::equals).isPresent();
        if (!isNarrowed) {
            findings.problems()
                    .add(
                            policy,
                            "the policy of the group '%s' never decides: the group crosses %s, so that both sides cannot have changed it"
                                    .formatted(
                                            group.name(),
                                            group.ways().isEmpty() ? "never" : "one way"));
        }
    }

    /// Which side changed a group last is known only where both say when they changed.
    private void newest(Group group, Section at) {
        if (group.policy() != Flow.Policy.NEWEST || !at.has("policy")) {
            return;
        }
        for (Side side : Side.values()) {
            if (flow.end(side).changed().equals(Flow.Changed.NEVER_TOLD)) {
                findings.problems()
                        .add(
                                at.at("policy"),
                                "'newest' never decides: %s does not say when it changed; write 'hold', 'acme' or 'app', or 'updated-at' in its system's file"
                                        .formatted(flow.end(side).resource()));
                return;
            }
        }
    }

    private void writable(Group group, Place at) {
        for (Direction way : group.ways()) {
            Optional<ResourceSpec> target = spec(flow.end(way.target()).resource());
            if (target.isEmpty() || target.get().update().isPresent()) {
                continue;
            }
            String name = target.get().name().toString();
            if (target.get().create().isEmpty()) {
                findings.problems()
                        .add(
                                at,
                                "the group '%s' crosses %s, and %s can be neither created nor updated; write 'crosses: never' or its calls"
                                        .formatted(group.name(), word(way), name));
            } else {
                findings.notes()
                        .add(
                                at,
                                "the group '%s' reaches %s when it is created and never again: it cannot be updated"
                                        .formatted(group.name(), name));
            }
        }
    }

    private static String word(Direction way) {
        return "to-" + way.target().word();
    }

    // ---- Words

    private void partners(Group group, Section field) {
        if (!field.text("lens").equals("enum")) {
            return;
        }
        field.section("words")
                .yaml()
                .entries()
                .forEach(
                        (word, entry) -> {
                            Section partners = Section.of(entry.value());
                            for (Direction way : group.ways()) {
                                if (isBoth(field, way)
                                        && partners.has(way.source().word())
                                        && !partners.has(way.target().word())) {
                                    findings.problems()
                                            .add(
                                                    entry.key(),
                                                    "'%s' has no partner at %s: a record of %s that says '%s' could not cross"
                                                            .formatted(
                                                                    word,
                                                                    way.target().word(),
                                                                    way.source().word(),
                                                                    Section.text(
                                                                            partners.several(
                                                                                            way.source()
                                                                                                    .word())
                                                                                    .getFirst())));
                                }
                            }
                        });
    }

    /// Whether both sides have a member for the field; a constant needs no words.
    private static boolean isBoth(Section field, Direction way) {
        return !(field.need(way.target().word()) instanceof Yaml.Entries options
                && new Section(options).has("const"));
    }

    // ---- Situations

    private void creates() {
        Section noMatch = yaml.section("situations").section("no-match");
        for (Side source : Side.values()) {
            boolean crosses =
                    flow.groups().stream()
                            .anyMatch(group -> group.ways().contains(source.outbound()));
            if (flow.noMatch(source) == NoMatch.CREATE && !crosses) {
                findings.problems()
                        .add(
                                noMatch.at(source.word()),
                                "no group crosses to %s, so that an empty record would be created there"
                                        .formatted(source.other().word()));
            }
        }
    }

    /// Where nothing is made and nothing is found, nothing is ever linked.
    private void partnerless() {
        boolean isMade =
                List.of(Side.values()).stream()
                        .anyMatch(side -> flow.noMatch(side) != NoMatch.IGNORE);
        boolean isFound = flow.matchKeys().stream().anyMatch(key -> !key.lookup().isEmpty());
        if (!isMade && !isFound) {
            findings.problems()
                    .add(
                            yaml.section("situations").at("no-match"),
                            "no record would ever get a partner: none is made, and no key under 'match' has a 'lookup' that finds one");
        }
    }

    private void deletes() {
        unused("cancelled", OnDelete.CANCEL, flow.occurring().isPresent());
        unused("soft-deleted", OnDelete.SOFT, false);
    }

    /// A person who decides about a delete may choose either, so that both may be named then.
    private void unused(String key, OnDelete policy, boolean isUsed) {
        boolean decides =
                isUsed
                        || List.of(Side.values()).stream()
                                .map(flow::onDelete)
                                .anyMatch(how -> how == policy || how == OnDelete.HOLD);
        if (yaml.has(key) && !decides) {
            findings.problems()
                    .add(
                            yaml.key(key),
                            "'%s' is never used: no side says '%s' or 'hold' under 'delete'"
                                    .formatted(key, policy == OnDelete.SOFT ? "soft" : "cancel"));
        }
    }

    // ---- Keys

    private void keys() {
        if (!yaml.has("match")) {
            return;
        }
        Yaml match = yaml.need("match");
        List<Yaml> keys = match instanceof Yaml.Items ? Section.items(match) : List.of(match);
        for (Yaml key : keys) {
            Section at = Section.of(key);
            if (!at.has("lookup")) {
                continue;
            }
            List<String> fields = Section.words(at.need("fields"));
            for (Side side : Side.values()) {
                String name = at.section("lookup").text(side.word());
                spec(flow.end(side).resource())
                        .map(spec -> spec.lookups().get(name))
                        .ifPresent(
                                lookup ->
                                        answers(
                                                at.section("lookup").at(side.word()),
                                                flow.end(side).resource() + "." + name,
                                                lookup,
                                                fields));
            }
        }
    }

    private void answers(Place at, String name, Lookup lookup, List<String> fields) {
        Set<String> asked = lookup.call().places();
        if (asked.isEmpty()) {
            findings.problems()
                    .add(at, "the lookup " + name + " asks for no value: it would find everything");
        }
        for (String argument : asked) {
            if (!fields.contains(argument)) {
                findings.problems()
                        .add(
                                at,
                                "the lookup %s can never be asked: it needs {%s}, which is no field of this key%s"
                                        .formatted(name, argument, Nearest.hint(argument, fields)));
            }
        }
    }

    // ---- Enrichments

    private void enrichments() {
        Set<String> used = new LinkedHashSet<>();
        yaml.members("groups")
                .values()
                .forEach(
                        group ->
                                Section.of(group)
                                        .members("fields")
                                        .values()
                                        .forEach(field -> used.addAll(used(Section.of(field)))));
        for (Expressions.Written written : Expressions.in(yaml)) {
            String text = Section.text(written.text());
            flow.enrichments().stream()
                    .filter(known -> known.of() == written.side())
                    .map(Flow.Enrichment::name)
                    .filter(name -> text.contains(name.replace('-', '_')))
                    .forEach(used::add);
        }
        for (Flow.Enrichment enrichment : flow.enrichments()) {
            if (!used.contains(enrichment.name())) {
                findings.notes()
                        .add(
                                yaml.section("enrichments").key(enrichment.name()),
                                "no field uses the enrichment '%s', which is read all the same"
                                        .formatted(enrichment.name()));
            }
        }
    }

    private static Set<String> used(Section field) {
        Set<String> used = new LinkedHashSet<>();
        for (Side side : Side.values()) {
            if (field.need(side.word()) instanceof Yaml.Entries options) {
                Section written = new Section(options);
                written.maybe("in", Section::text).ifPresent(used::add);
                written.maybe("zone-if-none", zone -> zone)
                        .filter(Yaml.Entries.class::isInstance)
                        .flatMap(zone -> Section.of(zone).maybe("in", Section::text))
                        .ifPresent(used::add);
            }
        }
        return used;
    }

    private Optional<ResourceSpec> spec(ResourceName name) {
        return Optional.ofNullable(apis.get(name.system()))
                .flatMap(api -> api.spec().resource(name.resource()));
    }
}
