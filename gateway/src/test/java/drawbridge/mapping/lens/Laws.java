package drawbridge.mapping.lens;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Refs;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import java.util.Map;

/// The laws of a lens, each as one check.
///
/// @param refs the links that references need
record Laws(Lens lens, Sameness sameness, Refs refs) {

    /// Members that no lens under test speaks of, beside and beneath its own.
    static final Value.Obj REMAINDER =
            new Value.Obj(
                    Map.of(
                            "kept",
                            Value.of("as it is"),
                            "nested",
                            new Value.Obj(Map.of("kept", Value.of(7)))));

    Laws(Lens lens, Sameness sameness) {
        this(lens, sameness, Refs.NONE);
    }

    /// What was written is read back, and writing what was read back writes the same again.
    void putGet(Neutral value) {
        if (!(lens.write(value, refs) instanceof Lens.Put.Of(Value.Obj members))) {
            return;
        }
        Neutral back = readable(Values.merge(REMAINDER, members));

        assertThat(sameness.same(back, value)).as("%s read back as %s", value, back).isTrue();
        assertThat(lens.write(back, refs)).isEqualTo(new Lens.Put.Of(members));
    }

    /// Writing over an older value leaves nothing of it, and nothing else touched.
    void putPut(Neutral older, Neutral value) {
        if (!(lens.write(older, refs) instanceof Lens.Put.Of(Value.Obj first))
                || !(lens.write(value, refs) instanceof Lens.Put.Of(Value.Obj then))) {
            return;
        }
        Value.Obj once = Values.merge(REMAINDER, then);

        assertThat(Values.merge(Values.merge(REMAINDER, first), then)).isEqualTo(once);
        assertThat(once.members()).containsEntry("kept", Value.of("as it is"));
        assertThat(((Value.Obj) nested(once)).members()).containsEntry("kept", Value.of(7));
    }

    /// Writing what was read changes nothing that a reading could see; a lens without loss changes
    /// nothing at all.
    void getPut(Value.Obj record) {
        Value.Obj whole = Values.merge(REMAINDER, record);
        if (!(lens.read(State.of(whole), refs) instanceof Lens.Got.Of(Neutral value))
                || value instanceof Neutral.Unknown) {
            return;
        }
        if (!(lens.write(value, refs) instanceof Lens.Put.Of(Value.Obj members))) {
            throw new AssertionError(value + " was read and is refused");
        }
        Value.Obj written = Values.merge(whole, members);

        assertThat(sameness.same(readable(written), value)).as("%s", value).isTrue();
        if (lens.fidelity() == Fidelity.NO_LOSS) {
            assertThat(written).isEqualTo(whole);
        }
    }

    private Neutral readable(Value.Obj record) {
        if (lens.read(State.of(record), refs) instanceof Lens.Got.Of(Neutral value)) {
            return value;
        }
        throw new AssertionError("cannot be read back: " + record);
    }

    private static Value nested(Value.Obj record) {
        Value nested = record.members().get("nested");
        if (nested == null) {
            throw new AssertionError("the remainder is gone");
        }
        return nested;
    }
}
