package drawbridge.opsapi;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Copies of maps by direction, in the order of the directions.
final class PerDirection {

    private PerDirection() {}

    static <V> Map<Direction, V> copyOf(Map<Direction, V> given) {
        return copyOf(given, UnaryOperator.identity());
    }

    static <V> Map<Direction, V> copyOf(Map<Direction, V> given, UnaryOperator<V> each) {
        var copy = new EnumMap<Direction, V>(Direction.class);
        given.forEach((direction, value) -> copy.put(direction, each.apply(value)));
        return Collections.unmodifiableMap(copy);
    }
}
