package drawbridge.mapping.lens;

import drawbridge.mapping.Flow;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.cel.Expression;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An expression about the records of one side.
///
/// @param record the variable that is the record itself
/// @param further the variables that are records which enrich it, each with the enrichment's name
/// @param changed when the record changed last
/// @param absentIsEmpty whether the system leaves out members that hold nothing; otherwise an
///   absent one is unknown, unless the expression asks whether it is there
public record Asked(
        Expression expression,
        String record,
        Map<String, String> further,
        Flow.Changed changed,
        boolean absentIsEmpty) {

    public Asked {
        further = Map.copyOf(further);
    }

    Expression.Answer ask(State state) {
        Map<String, Value.Obj> records = new HashMap<>();
        records.put(record, state.record());
        // Of a record that is not there, nothing is there: that is known.
        Set<String> lenient = new HashSet<>(further.keySet());
        further.forEach(
                (variable, enrichment) -> {
                    Value.Obj found = state.with().get(enrichment);
                    if (found != null) {
                        records.put(variable, found);
                    }
                });
        if (absentIsEmpty) {
            lenient.add(record);
        }
        return expression.ask(new Expression.Facts(records, lenient, changed.of(state)));
    }

    List<Pointer> missing(Value.Obj whole) {
        return absentIsEmpty ? List.of() : expression.missing(record, whole);
    }

    /// Where to look when something is wrong: the first place that it names.
    Pointer place() {
        return expression.places(record).stream()
                .findFirst()
                .orElseGet(() -> new Pointer(List.of()));
    }
}
