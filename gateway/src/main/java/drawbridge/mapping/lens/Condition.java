package drawbridge.mapping.lens;

import drawbridge.mapping.Applies;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.cel.Expression;

import java.util.List;
import java.util.Optional;

/// Something of a flow that is only about some records.
public record Condition(Asked asked) {

    Applies of(State state) {
        return switch (asked.ask(state)) {
            case Expression.Answer.Of(Value.Bool(boolean holds)) ->
                    holds ? new Applies.Yes() : new Applies.No();
            case Expression.Answer.Of _ ->
                    unclear("'" + asked.expression() + "' is neither true nor false, but nothing");
            case Expression.Answer.Failed(String sentence) -> unclear(sentence);
            case Expression.Answer.Unknown _ -> {
                Optional<Pointer> missing = missing(state.record()).stream().findFirst();
                yield missing.<Applies>map(
                                at ->
                                        new Applies.Unclear(
                                                at.toString(),
                                                "is missing, and '"
                                                        + asked.expression()
                                                        + "' needs it"))
                        .orElseGet(
                                () ->
                                        unclear(
                                                "a record that '"
                                                        + asked.expression()
                                                        + "' needs was not read"));
            }
        };
    }

    private Applies unclear(String sentence) {
        return new Applies.Unclear(asked.place().toString(), sentence);
    }

    List<Pointer> missing(Value.Obj record) {
        return asked.missing(record);
    }
}
