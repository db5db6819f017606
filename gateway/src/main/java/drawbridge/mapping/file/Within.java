package drawbridge.mapping.file;

import drawbridge.mapping.Value;
import drawbridge.mapping.file.Yaml.Entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Spells out the places of groups whose members all lie below one place of a record (`within`), so
/// that everybody who reads the flow after this sees whole places.
final class Within {

    private static final Set<String> PLACES =
            Set.of("at", "first", "last", "from", "until", "through", "list");

    /// The keys that hold further places, and which of theirs lead from the record.
    private static final Map<String, Set<String>> INNER =
            Map.of(
                    "timed",
                    Set.of("start", "minutes", "end", "start-instant", "end-instant", "zone"),
                    "all-day",
                    Set.of("day", "first", "end", "last", "flag"),
                    "series",
                    Set.of("rule", "excluded"),
                    "pattern",
                    Set.of("at"),
                    "changed",
                    Set.of("list"));

    private Within() {}

    static Yaml.Entries spread(Yaml.Entries flow) {
        return changed(flow, List.of("groups"), Within::group);
    }

    private interface Step {
        Yaml of(Yaml yaml);
    }

    /// A copy in which each member of what lies at `path` went through a step.
    private static Yaml.Entries changed(Yaml.Entries yaml, List<String> path, Step step) {
        LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(yaml.entries());
        entries.replaceAll(
                (name, entry) -> {
                    if (path.isEmpty()) {
                        return new Entry(entry.key(), step.of(entry.value()));
                    }
                    return name.equals(path.getFirst())
                                    && entry.value() instanceof Yaml.Entries inner
                            ? new Entry(
                                    entry.key(), changed(inner, path.subList(1, path.size()), step))
                            : entry;
                });
        return new Yaml.Entries(yaml.at(), entries);
    }

    private static Yaml group(Yaml yaml) {
        return yaml instanceof Yaml.Entries group
                        && group.entries().get("within")
                                instanceof Entry(var _, Yaml.Entries within)
                ? changed(group, List.of("fields"), field -> field(field, within))
                : yaml;
    }

    private static Yaml field(Yaml yaml, Yaml.Entries within) {
        if (!(yaml instanceof Yaml.Entries field)) {
            return yaml;
        }
        LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(field.entries());
        within.entries()
                .forEach(
                        (side, place) ->
                                entries.computeIfPresent(
                                        side,
                                        (_, entry) ->
                                                new Entry(
                                                        entry.key(),
                                                        side(
                                                                entry.value(),
                                                                Section.text(place.value())))));
        return new Yaml.Entries(field.at(), entries);
    }

    private static Yaml side(Yaml yaml, String place) {
        return switch (yaml) {
            case Yaml.Scalar scalar -> below(scalar, place);
            // What is read from a further record does not lie in this one.
            case Yaml.Entries options when options.get("in").isPresent() -> options;
            case Yaml.Entries options -> places(options, PLACES, place);
            case Yaml.Items items -> items;
        };
    }

    private static Yaml places(Yaml.Entries options, Set<String> names, String place) {
        LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(options.entries());
        entries.replaceAll(
                (name, entry) -> {
                    if (names.contains(name) && entry.value() instanceof Yaml.Scalar scalar) {
                        return new Entry(entry.key(), below(scalar, place));
                    }
                    if (INNER.containsKey(name) && entry.value() instanceof Yaml.Entries inner) {
                        return new Entry(
                                entry.key(),
                                places(inner, INNER.getOrDefault(name, Set.of()), place));
                    }
                    return name.equals("zone-if-none") ? zone(entry, place) : entry;
                });
        return new Yaml.Entries(options.at(), entries);
    }

    private static Entry zone(Entry entry, String place) {
        return entry.value() instanceof Yaml.Entries options && options.get("in").isEmpty()
                ? new Entry(entry.key(), places(options, Set.of("at"), place))
                : entry;
    }

    private static Yaml below(Yaml.Scalar scalar, String place) {
        return scalar.value() instanceof Value.Text(String text) && text.startsWith("/")
                ? new Yaml.Scalar(scalar.at(), Value.of(place + text), scalar.inset())
                : scalar;
    }
}
