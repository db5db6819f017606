package drawbridge.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a record of a resource is packed in requests and answers.
///
/// @param wrap where the record stands in a body, a number being the place in a list; empty = it is
///   the body
/// @param createdId where the answer to a create names the id, if it does not answer the record
/// @param readBack whether what was written is read again, because the system changes or drops
///   values without a word
public record RecordForm(Optional<Pointer> wrap, Optional<Pointer> createdId, boolean readBack) {

    public static final RecordForm PLAIN =
            new RecordForm(Optional.empty(), Optional.empty(), false);

    /// `record` as it is sent.
    public Value.Obj pack(Value.Obj record) {
        Value packed = record;
        for (String step : wrap.map(Pointer::steps).orElse(List.of()).reversed()) {
            packed =
                    step.equals("0")
                            ? new Value.Arr(List.of(packed))
                            : new Value.Obj(Map.of(step, packed));
        }
        return packed instanceof Value.Obj object ? object : record;
    }

    /// The record of an answer; empty where it is not there. A list of one is as good as the one.
    public Optional<Value> unpack(Value answer) {
        return wrap.isEmpty()
                ? Optional.of(answer)
                : wrap.get().reach(answer).map(RecordForm::single);
    }

    private static Value single(Value found) {
        return found instanceof Value.Arr(List<Value> items) && items.size() == 1
                ? items.getFirst()
                : found;
    }
}
