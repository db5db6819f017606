package drawbridge.mapping.lens;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The members of a record as a lens needs them. What is missing or of another kind ends the
/// reading by [Stop], at its place.
///
/// @param record what is read
/// @param at where it stands in the whole record, for sentences
/// @param absentIsEmpty whether the system leaves out members that hold nothing
record Members(Value.Obj record, Pointer at, boolean absentIsEmpty) {

    Members(Value.Obj record, boolean absentIsEmpty) {
        this(record, new Pointer(List.of()), absentIsEmpty);
    }

    Value value(Pointer member) {
        Optional<Value> found = member.find(record);
        if (found.isEmpty() && !absentIsEmpty) {
            throw Stop.missing(within(member));
        }
        return found.orElse(Value.NULL);
    }

    Optional<ZoneId> zone(Pointer member) {
        return text(member, "a time zone such as Europe/Berlin", Zones::of);
    }

    /// @param what is expected, for the sentence where it is something else
    /// @param parse may throw a [DateTimeException]
    <T> Optional<T> text(Pointer member, String what, Function<String, T> parse) {
        return switch (value(member)) {
            case Value.Null _ -> Optional.empty();
            case Value.Text(String text) -> {
                try {
                    yield Optional.of(parse.apply(text.strip()));
                } catch (DateTimeException wrong) {
                    throw wrong(member, what + " is expected here, not '" + text + "'");
                }
            }
            case Value.Num _, Value.Bool _, Value.Arr _, Value.Obj _ ->
                    throw wrong(member, what + " is expected here");
        };
    }

    Optional<Integer> whole(Pointer member) {
        return switch (value(member)) {
            case Value.Null _ -> Optional.empty();
            case Value.Num(BigDecimal number) -> {
                try {
                    yield Optional.of(number.intValueExact());
                } catch (ArithmeticException notWhole) {
                    throw wrong(member, "a whole number is expected here");
                }
            }
            case Value.Text _, Value.Bool _, Value.Arr _, Value.Obj _ ->
                    throw wrong(member, "a whole number is expected here");
        };
    }

    boolean flag(Pointer member) {
        return switch (value(member)) {
            case Value.Null _ -> false;
            case Value.Bool(boolean flag) -> flag;
            case Value.Text _, Value.Num _, Value.Arr _, Value.Obj _ ->
                    throw wrong(member, "true or false is expected here");
        };
    }

    /// None where there is no list.
    List<Value> items(Pointer member) {
        return switch (value(member)) {
            case Value.Null _ -> List.of();
            case Value.Arr(List<Value> items) -> items;
            case Value.Text _, Value.Num _, Value.Bool _, Value.Obj _ ->
                    throw wrong(member, "a list is expected here");
        };
    }

    Stop wrong(Pointer member, String sentence) {
        return new Stop(within(member), sentence);
    }

    private Pointer within(Pointer member) {
        return at.then(member);
    }
}
