package drawbridge.mapping;

import java.util.Map;
import java.util.SequencedMap;

/// What one group of a record says, read through one side's lenses.
public sealed interface Reading {

    /// @param fields the value of each field of the group, in the mapping's order
    record Of(SequencedMap<FieldName, Neutral> fields) implements Reading {

        public Of {
            fields =
                    java.util.Collections.unmodifiableSequencedMap(
                            new java.util.LinkedHashMap<>(fields));
        }

        /// Whether any field of the group was never read.
        public boolean unknown() {
            return fields.values().stream().anyMatch(Neutral.Unknown.class::isInstance);
        }

        public Map<FieldName, Neutral> asMap() {
            return fields;
        }
    }

    /// A field does not hold what the mapping expects of it.
    ///
    /// @param pointer the native field, as a JSON pointer (RFC 6901)
    /// @param sentence what is wrong and how to mend it, in plain words
    record Bad(FieldName field, String pointer, String sentence) implements Reading {}
}
