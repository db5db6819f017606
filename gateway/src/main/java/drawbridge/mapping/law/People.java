package drawbridge.mapping.law;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.lens.Field;
import drawbridge.mapping.lens.Form;
import drawbridge.mapping.lens.Lens;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Linked records that references may point to, whatever they are: two for each field.
final class People {

    private People() {}

    /// The links that a field may point to.
    static List<UUID> of(Field field) {
        long name = field.name().value().hashCode();
        return List.of(new UUID(name, 1), new UUID(name, 2));
    }

    /// All of them, under the ids that each side gives them.
    static Refs refs(Collection<Field> fields) {
        Map<RecordRef, Refs.Pair> links = new LinkedHashMap<>();
        for (Field field : fields) {
            for (UUID link : of(field)) {
                Refs.Pair pair =
                        new Refs.Pair(
                                link,
                                id(field.lens(Side.ACME), link),
                                id(field.lens(Side.APP), link));
                for (Side side : Side.values()) {
                    if (field.lens(side) instanceof Lens.At(var _, boolean _, Form.Ref ref)) {
                        links.put(new RecordRef(ref.resource(), pair.id(side)), pair);
                    }
                }
            }
        }
        return new Refs(links);
    }

    private static String id(Lens lens, UUID link) {
        boolean number = lens instanceof Lens.At(var _, boolean _, Form.Ref ref) && ref.number();
        return (number ? "" : "id-") + (40 + link.getLeastSignificantBits());
    }
}
