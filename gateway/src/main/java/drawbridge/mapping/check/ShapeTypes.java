package drawbridge.mapping.check;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.cel.RecordType;
import drawbridge.mapping.check.document.Shape;

import java.util.List;
import java.util.Set;

/// What the document of an API says about a value, as expressions see it.
final class ShapeTypes {

    /// Lists within lists beyond this are no lists of records.
    private static final int DEEPEST = 4;

    private ShapeTypes() {}

    static RecordType of(Shape shape) {
        return of(shape, 0);
    }

    private static RecordType of(Shape shape, int lists) {
        Set<String> types = shape.facts().types();
        if (types.equals(Set.of("string"))) {
            return new RecordType.Text();
        }
        if (Set.of("integer", "number").containsAll(types) && !types.isEmpty()) {
            return new RecordType.Number();
        }
        if (types.equals(Set.of("boolean"))) {
            return new RecordType.Flag();
        }
        if (types.equals(Set.of("array"))) {
            return new RecordType.Items(
                    lists < DEEPEST ? of(shape.item(), lists + 1) : new RecordType.Anything());
        }
        boolean isObject = types.isEmpty() || types.equals(Set.of("object"));
        return isObject
                ? shape.names()
                        .filter(names -> !names.isEmpty())
                        .<RecordType>map(
                                names ->
                                        new RecordType.Members(
                                                names,
                                                name ->
                                                        shape.at(new Pointer(List.of(name)))
                                                                .map(ShapeTypes::of)
                                                                .orElseGet(
                                                                        RecordType.Anything::new)))
                        .orElseGet(RecordType.Anything::new)
                : new RecordType.Anything();
    }
}
