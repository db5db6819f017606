package drawbridge.mapping;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A native value as a system delivers it, free of any JSON library.
///
/// Numbers keep every digit (an id of 9007199254740993 stays itself), text is kept as delivered,
/// and objects keep the order of their members. Two values are equal when all their parts are
/// equal; numbers compare by value, so that 1.0 equals 1.
public sealed interface Value {

    Null NULL = new Null();

    record Null() implements Value {}

    record Text(String text) implements Value {}

    record Num(BigDecimal number) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Num(BigDecimal that) && number.compareTo(that) == 0;
        }

        @Override
        public int hashCode() {
            return number.stripTrailingZeros().hashCode();
        }
    }

    record Bool(boolean flag) implements Value {}

    record Arr(List<Value> items) implements Value {
        public Arr {
            items = List.copyOf(items);
        }
    }

    record Obj(Map<String, Value> members) implements Value {
        public static final Obj EMPTY = new Obj(Map.of());

        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    static Value of(String text) {
        return new Text(text);
    }

    static Value of(long number) {
        return new Num(BigDecimal.valueOf(number));
    }

    static Value of(boolean flag) {
        return new Bool(flag);
    }
}
