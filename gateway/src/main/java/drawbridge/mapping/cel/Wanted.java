package drawbridge.mapping.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;

import java.util.List;

/// What an expression is to yield; null, which is "nothing", with all but [#CONDITION].
public enum Wanted {
    CONDITION("true or false"),
    FLAG("true or false"),
    TEXT("text"),
    NUMBER("a number"),
    TIME("a time or text"),
    TEXTS("a list of texts");

    private final String words;

    Wanted(String words) {
        this.words = words;
    }

    private List<CelType> types() {
        return switch (this) {
            case CONDITION, FLAG -> List.of(SimpleType.BOOL);
            case TEXT -> List.of(SimpleType.STRING);
            case NUMBER -> List.of(SimpleType.DOUBLE, SimpleType.INT);
            case TIME -> List.of(SimpleType.TIMESTAMP, SimpleType.STRING);
            case TEXTS -> List.of(ListType.create(SimpleType.STRING));
        };
    }

    public String words() {
        return words;
    }

    boolean takes(CelType found) {
        CelType plain = found instanceof NullableType nullable ? nullable.targetType() : found;
        return plain.equals(SimpleType.DYN)
                || (plain.equals(SimpleType.NULL_TYPE) && this != CONDITION)
                || types().stream().anyMatch(type -> type.isAssignableFrom(plain))
                || (this == TEXTS && isOpenList(plain));
    }

    /// A list of which nobody knows what it holds.
    private static boolean isOpenList(CelType type) {
        return type instanceof ListType list
                && list.hasElemType()
                && (list.elemType().equals(SimpleType.DYN)
                        || list.elemType() instanceof TypeParamType);
    }
}
