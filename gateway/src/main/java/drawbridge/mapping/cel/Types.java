package drawbridge.mapping.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is known about records, as CEL's type checker asks for it: member by member.
///
/// Types are found by their names, and so are kept here once somebody asked for them.
@SuppressWarnings("Immutable")
final class Types implements CelTypeProvider {

    private final Map<String, CelType> known = new LinkedHashMap<>();

    /// @param name under which members are found again, different for each place
    CelType of(String name, RecordType type) {
        return switch (type) {
            case RecordType.Anything _ -> SimpleType.DYN;
            case RecordType.Text _ -> NullableType.create(SimpleType.STRING);
            case RecordType.Number _ -> NullableType.create(SimpleType.DOUBLE);
            case RecordType.Flag _ -> NullableType.create(SimpleType.BOOL);
            case RecordType.Items(RecordType item) -> ListType.create(item(name, item));
            case RecordType.Members members ->
                    known.computeIfAbsent(name, _ -> struct(name, members));
        };
    }

    /// No list holds what may be null: CEL cannot say so.
    private CelType item(String name, RecordType item) {
        CelType type = of(name + ".item", item);
        return type instanceof NullableType nullable ? nullable.targetType() : type;
    }

    private CelType struct(String name, RecordType.Members members) {
        return StructType.create(
                name,
                ImmutableSet.copyOf(members.names()),
                member ->
                        members.names().contains(member)
                                ? Optional.of(
                                        of(name + "." + member, members.member().apply(member)))
                                : Optional.empty());
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.copyOf(known.values());
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(known.get(name));
    }
}
