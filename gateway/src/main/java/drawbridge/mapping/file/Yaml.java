package drawbridge.mapping.file;

import drawbridge.mapping.Value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A part of a YAML document, with the place where it stands.
public sealed interface Yaml {

    Place at();

    /// The same content as a native value.
    Value value();

    /// @param line from 1
    /// @param column from 1
    record Place(String file, int line, int column) {}

    /// @param inset how many columns behind its place the text begins, as behind a quotation mark;
    ///   negative where it is spread over lines
    record Scalar(Place at, Value value, int inset) implements Yaml {}

    record Items(Place at, List<Yaml> items) implements Yaml {

        public Items {
            items = List.copyOf(items);
        }

        @Override
        public Value value() {
            return new Value.Arr(items.stream().map(Yaml::value).toList());
        }
    }

    record Entries(Place at, SequencedMap<String, Entry> entries) implements Yaml {

        public Entries {
            entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
        }

        public Optional<Yaml> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        @Override
        public Value.Obj value() {
            Map<String, Value> members = new LinkedHashMap<>();
            entries.forEach((name, entry) -> members.put(name, entry.value().value()));
            return new Value.Obj(members);
        }
    }

    /// @param key where the key stands
    record Entry(Place key, Yaml value) {}

    /// Whether this is a null that stands for "take it away".
    default boolean isNull() {
        return this instanceof Scalar(Place _, Value.Null _, int _);
    }
}
