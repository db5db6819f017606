package drawbridge.mapping;

import java.time.Instant;
import java.util.Optional;

/// How a system spells a time: in its records, and where it is asked for what changed since then.
public interface Stamp {

    /// The time that a native value says; empty where it says none in this spelling.
    Optional<Instant> read(Value value);

    /// The same time or an earlier one, never a later one: who asks for what changed since then
    /// misses nothing.
    String write(Instant time);

    /// Whether it stands as a number where a body holds it alone.
    default boolean isNumber() {
        return false;
    }

    /// A time as the only thing that stands in a place.
    default Value value(Instant time) {
        return isNumber()
                ? new Value.Num(new java.math.BigDecimal(write(time)))
                : Value.of(write(time));
    }

    /// Of a system that does not say when its records change.
    Stamp NONE =
            new Stamp() {
                @Override
                public Optional<Instant> read(Value value) {
                    return Optional.empty();
                }

                @Override
                public String write(Instant time) {
                    throw new IllegalStateException("no time is written where none is known");
                }

                @Override
                public String toString() {
                    return "NONE";
                }
            };
}
