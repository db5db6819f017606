package drawbridge.mapping.file;

import drawbridge.mapping.file.Yaml.Entry;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Lays a tenant's part of a flow over the flow's file (RFC 7396: a value replaces, null takes
/// away), each part keeping the place where it was written.
record Overrides(Problems problems) {

    Yaml.Entries lay(Yaml.Entries base, Yaml.Entries over) {
        return lay(base, over, List.of());
    }

    private Yaml.Entries lay(Yaml.Entries base, Yaml.Entries over, List<String> path) {
        LinkedHashMap<String, Entry> merged = new LinkedHashMap<>(base.entries());
        over.entries()
                .forEach(
                        (name, entry) -> {
                            Entry old = merged.get(name);
                            if (old == null && mistaken(entry.value(), path)) {
                                problems.unknown(
                                        entry.key(),
                                        path.getLast().equals("groups") ? "group" : "field",
                                        name,
                                        merged.keySet());
                            } else if (old == null && entry.value().isNull()) {
                                problems.unknown(entry.key(), "key", name, merged.keySet());
                            } else if (entry.value().isNull()) {
                                merged.remove(name);
                            } else {
                                merged.put(
                                        name, new Entry(entry.key(), lay(old, entry, path, name)));
                            }
                        });
        return new Yaml.Entries(base.at(), merged);
    }

    private Yaml lay(@Nullable Entry old, Entry entry, List<String> path, String name) {
        if (old != null
                && old.value() instanceof Yaml.Entries below
                && entry.value() instanceof Yaml.Entries above) {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(name);
            return lay(below, above, deeper);
        }
        return entry.value();
    }

    /// Whether a new group or field is so incomplete that an existing one must have been meant.
    private static boolean mistaken(Yaml value, List<String> path) {
        Map<String, Entry> entries = value instanceof Yaml.Entries some ? some.entries() : Map.of();
        boolean group = path.equals(List.of("groups"));
        boolean field =
                path.size() == 3
                        && path.getFirst().equals("groups")
                        && path.getLast().equals("fields");
        return (group && !entries.containsKey("fields")) || (field && !entries.containsKey("lens"));
    }
}
