package drawbridge.mapping.lens;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;

import java.util.Optional;

/// A patch in the making.
record Draft(Value.Obj members) {

    static final Draft EMPTY = new Draft(Value.Obj.EMPTY);

    Draft with(Pointer at, Value value) {
        return new Draft(at.put(members, value));
    }

    Draft with(Pointer at, String text) {
        return with(at, Value.of(text));
    }

    /// The value, or null where there is none.
    Draft with(Pointer at, Optional<? extends Value> value) {
        return with(at, value.<Value>map(given -> given).orElse(Value.NULL));
    }

    Draft flag(Optional<Pointer> at, boolean allDay) {
        return at.map(flag -> with(flag, Value.of(allDay))).orElse(this);
    }

    Lens.Put done() {
        return new Lens.Put.Of(members);
    }
}
