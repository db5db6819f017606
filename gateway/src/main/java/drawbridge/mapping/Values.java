package drawbridge.mapping;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/// Small readings of native values that several lenses share.
public final class Values {

    private Values() {}

    /// An id as exact text, whether the system delivers it as text or as a number; empty for
    /// anything else, and for empty text.
    public static Optional<String> idText(Value value) {
        return switch (value) {
            case Value.Text(String text) when !text.isEmpty() -> Optional.of(text);
            case Value.Num(BigDecimal number) -> Optional.of(number.toPlainString());
            case Value.Text _, Value.Null _, Value.Bool _, Value.Arr _, Value.Obj _ ->
                    Optional.empty();
        };
    }

    /// Whether two values say the same: members in whatever order, and numbers in whatever digits.
    public static boolean same(Value one, Value other) {
        return switch (one) {
            case Value.Obj(Map<String, Value> members) ->
                    other instanceof Value.Obj(Map<String, Value> others)
                            && members.keySet().equals(others.keySet())
                            && members.entrySet().stream()
                                    .allMatch(
                                            member ->
                                                    same(
                                                            member.getValue(),
                                                            Objects.requireNonNull(
                                                                    others.get(member.getKey()))));
            case Value.Arr(List<Value> items) ->
                    other instanceof Value.Arr(List<Value> others)
                            && items.size() == others.size()
                            && IntStream.range(0, items.size())
                                    .allMatch(at -> same(items.get(at), others.get(at)));
            case Value.Num(BigDecimal number) ->
                    other instanceof Value.Num(BigDecimal same) && number.compareTo(same) == 0;
            case Value.Text _, Value.Bool _, Value.Null _ -> one.equals(other);
        };
    }

    /// `patch` laid over `record` as RFC 7396 lays it, except that null members stay as nulls.
    public static Value.Obj merge(Value.Obj record, Value.Obj patch) {
        Map<String, Value> members = new LinkedHashMap<>(record.members());
        patch.members()
                .forEach(
                        (name, value) ->
                                members.merge(
                                        name,
                                        value,
                                        (old, now) ->
                                                old instanceof Value.Obj inner
                                                                && now instanceof Value.Obj over
                                                        ? merge(inner, over)
                                                        : now));
        return new Value.Obj(members);
    }
}
