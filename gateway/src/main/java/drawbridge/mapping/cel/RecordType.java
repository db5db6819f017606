package drawbridge.mapping.cel;

import drawbridge.mapping.Pointer;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What is known about a value before any record is there. Every value may also be null.
public sealed interface RecordType {

    /// Nothing is known: any member may be there.
    record Anything() implements RecordType {}

    record Text() implements RecordType {}

    record Number() implements RecordType {}

    record Flag() implements RecordType {}

    record Items(RecordType item) implements RecordType {}

    /// An object whose members are known: those, and no others.
    ///
    /// @param names of all members
    /// @param member what is known of one; asked for only when an expression names it, because
    ///   documents of APIs are large and go round in circles
    record Members(Set<String> names, Function<String, RecordType> member) implements RecordType {

        public Members {
            names = Set.copyOf(names);
        }
    }

    /// What is known at a place below; empty where there is no such place.
    default Optional<RecordType> at(Pointer pointer) {
        RecordType here = this;
        for (String step : pointer.steps()) {
            if (here instanceof Anything) {
                return Optional.of(here);
            }
            if (!(here instanceof Members members) || !members.names().contains(step)) {
                return Optional.empty();
            }
            here = members.member().apply(step);
        }
        return Optional.of(here);
    }
}
