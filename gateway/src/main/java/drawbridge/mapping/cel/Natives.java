package drawbridge.mapping.cel;

import dev.cel.common.values.NullValue;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Records as CEL's runtime takes them, and its results as values.
final class Natives {

    /// From here on a double of fifteen digits skips whole numbers.
    private static final BigDecimal EXACT = BigDecimal.TEN.pow(15);

    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Natives() {}

    /// @param only the members that are wanted; none means all
    static Map<String, Object> members(Value.Obj record, Set<String> only) {
        Map<String, Object> members = new LinkedHashMap<>();
        record.members()
                .forEach(
                        (name, value) -> {
                            if (only.isEmpty() || only.contains(name)) {
                                members.put(name, of(value));
                            }
                        });
        return members;
    }

    private static Object of(Value value) {
        return switch (value) {
            case Value.Null _ -> NullValue.NULL_VALUE;
            case Value.Text(String text) -> text;
            case Value.Bool(boolean flag) -> flag;
            case Value.Num(BigDecimal number) -> number(number);
            case Value.Arr(List<Value> items) -> items.stream().map(Natives::of).toList();
            case Value.Obj record -> members(record, Set.of());
        };
    }

    /// Whole numbers of more than fifteen digits stay themselves.
    private static Object number(BigDecimal number) {
        boolean isLong =
                number.abs().compareTo(EXACT) >= 0
                        && number.abs().compareTo(LARGEST) <= 0
                        && number.stripTrailingZeros().scale() <= 0;
        if (isLong) {
            return number.longValue();
        }
        return number.doubleValue();
    }

    /// Empty for what no record holds.
    static Optional<Value> value(@Nullable Object result) {
        return switch (result) {
            case null -> Optional.empty();
            case NullValue _ -> Optional.of(Value.NULL);
            case String text -> Optional.of(Value.of(text));
            case Boolean flag -> Optional.of(Value.of(flag));
            case Long whole -> Optional.of(Value.of(whole));
            case Double number ->
                    number.isNaN() || number.isInfinite()
                            ? Optional.empty()
                            : Optional.of(new Value.Num(Dialect.decimal(number)));
            case Instant time -> Optional.of(Value.of(time.toString()));
            case List<?> items -> list(items);
            default -> Optional.empty();
        };
    }

    private static Optional<Value> list(List<?> items) {
        List<Value> values = new ArrayList<>();
        for (Object item : items) {
            Optional<Value> value = value(item);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(new Value.Arr(values));
    }

    /// A null where an object should be says that all of its members are empty.
    static boolean isGoneWithItsParent(Pointer at, Value.Obj record) {
        for (int depth = 1; depth < at.steps().size(); depth++) {
            Pointer parent = new Pointer(at.steps().subList(0, depth));
            if (parent.find(record).filter(Value.Null.class::isInstance).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
