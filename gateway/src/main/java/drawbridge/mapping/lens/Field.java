package drawbridge.mapping.lens;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Side;

import java.util.Map;

/// A neutral field: how it is read and written at each side, and when two values are the same.
public record Field(FieldName name, Sameness sameness, Map<Side, Lens> lenses) {

    public Field {
        lenses = Map.copyOf(lenses);
    }

    public Lens lens(Side side) {
        Lens lens = lenses.get(side);
        if (lens == null) {
            throw new IllegalStateException("the field " + name + " has no lens at " + side);
        }
        return lens;
    }

    /// What a value goes through from one side to the other and back.
    public Fidelity fidelity() {
        return lens(Side.ACME).fidelity().weakest(lens(Side.APP).fidelity());
    }
}
