package drawbridge.mapping;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
